### 简体中文. Reviewed by a native speaker: no.

language-name = 简体中文

status-arrived = { $name }已经来到我们这里。
status-getting_ready = { $name }正在做准备。
status-dressed_and_ready = { $name }穿戴好了，准备好了。
status-standing_watch = { $name }正在站岗。
status-waiting_close_by = { $name }就在附近等着。
status-resting_together = { $name }就在那里陪着。
status-back_together = { $name }回到了自己的位置。
status-going_home = { $name }正在回家的路上。
status-no_new_word = 还没有{ $name }的新消息。请到服务台询问。

child-arrived = { $name }来啦！
child-getting_ready = { $name }在做准备。
child-dressed_and_ready = { $name }穿戴好啦！
child-standing_watch = { $name }在站岗！
child-waiting_close_by = { $name }在等着。
child-resting_together = { $name }在陪着。
child-back_together = { $name }回来啦！
child-going_home = { $name }要回家啦！
child-no_new_word = 还没有{ $name }的消息。

since = 开始于 { $time }
last-update = 上次消息 { $time }
journey-so-far = 走过的路
wearing = { $name }穿戴着{ $items }。
list-separator = 、
item-gown = 小罩衣
item-mask = 口罩
item-cap = 帽子
item-shoe_covers = 鞋套
item-gloves = 手套
item-id_band = 名字手环
item-bandage = 绷带
item-cast = 石膏
no-updates-yet = 还没有消息。请稍后再看。
page-about = 本页只讲{ $name }的事。其他事情请询问工作人员。
live-updates-on = 本页会自动更新。
live-updates-off = 现在没有连接。我们会继续尝试。
refresh = 再看一次
view-for-children = 给孩子看
view-for-adults = 给大人看
read-aloud = 朗读
language = 语言
add-to-home-screen = 想保留本页，请把它添加到主屏幕。
link-closed = 本页已经关闭。请到服务台询问。
too-many-requests = 请稍等片刻，然后再看。
server-error = 我们这边出了问题。请稍后再看。

push-body = 医院伙伴服务台有新消息。
push-enable = 有消息时通知我
push-enabled = 有消息时，您会收到一条短通知。
push-disable = 停止通知
push-blocked = 这部手机不允许本页发送通知。
push-failed = 没有成功。请再试一次。

photos = 照片
photo-alt = { $name }的照片

card-title = 给{ $name }的卡片
card-open = 查看卡片
card-print = 打印卡片
card-thanks = 谢谢你，{ $name }，在这里陪着我们。
card-moments = { $name }做过的事
card-from = 我们大家敬上
card-paw-note = 每个爪印都来自一位抱过{ $name }的人。
past-arrived = 来到我们这里
past-getting_ready = 做了准备
past-dressed_and_ready = 穿戴好了
past-standing_watch = 站岗
past-waiting_close_by = 在附近等着
past-resting_together = 在那里陪着
past-back_together = 回到自己的位置
past-going_home = 回家
passport-title = { $name }的护照
passport-open = 查看护照
passport-stamp = 来访日期 { $date }
