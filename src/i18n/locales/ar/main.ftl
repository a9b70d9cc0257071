### العربية. Reviewed by a native speaker: no.
### Sentences place the companion's name where its gender does not show, so none has to guess it.

language-name = العربية

status-arrived = الرفيق { $name } هنا معنا.
status-getting_ready = الرفيق { $name } يستعد الآن.
status-dressed_and_ready = الرفيق { $name } لبس ثيابه وهو جاهز.
status-standing_watch = الرفيق { $name } يقف حارسًا.
status-waiting_close_by = الرفيق { $name } ينتظر في مكان قريب.
status-resting_together = الرفيق { $name } هناك ولا يترك مكانه.
status-back_together = الرفيق { $name } عاد إلى مكانه.
status-going_home = الرفيق { $name } في الطريق إلى البيت.
status-no_new_word = لا خبر جديد عن { $name } بعد. من فضلكم اسألوا عند المكتب.

child-arrived = { $name } هنا!
child-getting_ready = الرفيق { $name } يستعد.
child-dressed_and_ready = الرفيق { $name } لبس ثيابه!
child-standing_watch = الرفيق { $name } يقف حارسًا!
child-waiting_close_by = الرفيق { $name } ينتظر.
child-resting_together = الرفيق { $name } هناك.
child-back_together = الرفيق { $name } عاد!
child-going_home = الرفيق { $name } ذاهب إلى البيت!
child-no_new_word = لا خبر عن { $name } بعد.

since = منذ { $time }
last-update = آخر خبر: { $time }
journey-so-far = الطريق حتى الآن
wearing = الرفيق { $name } يلبس: { $items }.
list-separator = {"، "}
item-gown = رداء
item-mask = كمامة
item-cap = قبعة
item-shoe_covers = غطاء للحذاء
item-gloves = قفازات
item-id_band = سوار يحمل الاسم
item-bandage = ضمادة
item-cast = جبيرة
no-updates-yet = لا خبر بعد. من فضلكم انظروا ثانية بعد قليل.
page-about = هذه الصفحة عن { $name } فقط. لكل شيء آخر اسألوا العاملين.
live-updates-on = هذه الصفحة تتجدد وحدها.
live-updates-off = لا اتصال الآن. ما زلنا نحاول.
refresh = انظروا ثانية
view-for-children = للأطفال
view-for-adults = للكبار
read-aloud = قراءة بصوت عال
language = اللغة
add-to-home-screen = للاحتفاظ بهذه الصفحة أضيفوها إلى الشاشة الرئيسية.
link-closed = لم تعد هذه الصفحة مفتوحة. من فضلكم اسألوا عند المكتب.
too-many-requests = من فضلكم انتظروا لحظة ثم انظروا ثانية.
server-error = حدث خطأ من جانبنا. من فضلكم انظروا ثانية بعد قليل.

push-body = هناك خبر من مكتب الرفاق في المستشفى.
push-enable = أخبروني عند وجود خبر
push-enabled = سيصلكم إشعار قصير عند وجود خبر.
push-disable = إيقاف الإشعارات
push-blocked = هذا الهاتف لا يسمح بالإشعارات من هذه الصفحة.
push-failed = لم ينجح ذلك. من فضلكم حاولوا ثانية.

photos = صور
photo-alt = صورة { $name }

card-title = بطاقة إلى { $name }
card-open = عرض البطاقة
card-print = طباعة البطاقة
card-thanks = شكرًا على وجود الرفيق { $name } معنا.
card-moments = ماذا فعل الرفيق { $name }
card-from = منا جميعًا
card-paw-note = كل أثر كفّ من شخص حمل الرفيق { $name }.
past-arrived = الوصول إلينا
past-getting_ready = الاستعداد
past-dressed_and_ready = لبس الثياب
past-standing_watch = الحراسة
past-waiting_close_by = الانتظار في مكان قريب
past-resting_together = البقاء بالقرب
past-back_together = العودة إلى المكان
past-going_home = الطريق إلى البيت
passport-title = جواز سفر { $name }
passport-open = عرض جواز السفر
passport-stamp = زيارة في { $date }
