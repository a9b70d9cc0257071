### Tiếng Việt. Reviewed by a native speaker: no.

language-name = Tiếng Việt

status-arrived = { $name } đã ở đây với chúng tôi.
status-getting_ready = { $name } đang chuẩn bị.
status-dressed_and_ready = { $name } đã mặc đồ xong và sẵn sàng.
status-standing_watch = { $name } đang đứng canh.
status-waiting_close_by = { $name } đang đợi ở ngay gần.
status-resting_together = { $name } ở ngay đó để bầu bạn.
status-back_together = { $name } đã về đúng chỗ của mình.
status-going_home = { $name } đang trên đường về nhà.
status-no_new_word = Chưa có tin mới của { $name }. Xin hỏi tại quầy.

child-arrived = { $name } đến rồi!
child-getting_ready = { $name } chuẩn bị.
child-dressed_and_ready = { $name } mặc đồ xong rồi!
child-standing_watch = { $name } đang đứng canh!
child-waiting_close_by = { $name } đang đợi.
child-resting_together = { $name } đang bầu bạn.
child-back_together = { $name } đã trở lại!
child-going_home = { $name } về nhà đây!
child-no_new_word = Chưa có tin của { $name }.

since = Từ { $time }
last-update = Tin gần nhất: { $time }
journey-so-far = Chặng đường đã qua
wearing = { $name } mang { $items }.
list-separator = {", "}
item-gown = áo choàng
item-mask = khẩu trang
item-cap = mũ
item-shoe_covers = bao giày
item-gloves = găng tay
item-id_band = vòng tay ghi tên
item-bandage = băng vải
item-cast = băng bột
no-updates-yet = Chưa có tin. Xin xem lại sau ít phút.
page-about = Trang này chỉ nói về { $name }. Mọi điều khác, xin hỏi nhân viên.
live-updates-on = Trang này tự cập nhật.
live-updates-off = Hiện không có kết nối. Chúng tôi vẫn đang thử lại.
refresh = Xem lại
view-for-children = Cho trẻ em
view-for-adults = Cho người lớn
read-aloud = Đọc to
language = Ngôn ngữ
add-to-home-screen = Để giữ trang này, hãy thêm vào màn hình chính.
link-closed = Trang này không còn mở nữa. Xin hỏi tại quầy.
too-many-requests = Xin đợi một lát rồi xem lại.
server-error = Bên chúng tôi có lỗi. Xin xem lại sau ít phút.

push-body = Có tin từ quầy bạn đồng hành của bệnh viện.
push-enable = Báo cho tôi khi có tin
push-enabled = Bạn sẽ nhận được một tin ngắn khi có tin mới.
push-disable = Ngừng báo tin
push-blocked = Điện thoại này không cho phép trang này báo tin.
push-failed = Chưa được. Xin thử lại.

photos = Ảnh
photo-alt = Ảnh của { $name }

card-title = Tấm thiệp cho { $name }
card-open = Xem tấm thiệp
card-print = In tấm thiệp
card-thanks = Cảm ơn { $name } đã ở đây cùng chúng tôi.
card-moments = Những việc { $name } đã làm
card-from = Từ tất cả chúng tôi
card-paw-note = Mỗi dấu chân là của một người đã bế { $name }.
past-arrived = Đến với chúng tôi
past-getting_ready = Chuẩn bị
past-dressed_and_ready = Mặc đồ xong và sẵn sàng
past-standing_watch = Đứng canh
past-waiting_close_by = Đợi ở ngay gần
past-resting_together = Ở bên bầu bạn
past-back_together = Về đúng chỗ của mình
past-going_home = Về nhà
passport-title = Hộ chiếu của { $name }
passport-open = Xem hộ chiếu
passport-stamp = Chuyến thăm ngày { $date }
