### العربية. Reviewed by a native speaker: no.
### The companion's name stands where its gender does not show, so that no sentence guesses it.

own-name = العربية

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
last-word = آخر خبر: { $time }
so-far = الطريق حتى الآن
wears = الرفيق { $name } يلبس: { $items }.
list-comma = {"، "}
item-gown = رداء
item-mask = كمامة
item-cap = قبعة
item-shoe_covers = غطاء للحذاء
item-gloves = قفازات
item-id_band = سوار يحمل الاسم
item-bandage = ضمادة
item-cast = جبيرة
no-word-yet = لا خبر بعد. من فضلكم انظروا ثانية بعد قليل.
about = هذه الصفحة عن { $name } فقط. لكل شيء آخر اسألوا العاملين.
live = هذه الصفحة تتجدد وحدها.
not-live = لا اتصال الآن. ما زلنا نحاول.
look-again = انظروا ثانية
for-children = للأطفال
for-grown-ups = للكبار
read-aloud = قراءة بصوت عال
language = اللغة
keep = للاحتفاظ بهذه الصفحة أضيفوها إلى الشاشة الرئيسية.
closed = لم تعد هذه الصفحة مفتوحة. من فضلكم اسألوا عند المكتب.
too-often = من فضلكم انتظروا لحظة ثم انظروا ثانية.
at-fault = حدث خطأ من جانبنا. من فضلكم انظروا ثانية بعد قليل.

push-body = هناك خبر من مكتب الرفاق في المستشفى.
push-offer = أخبروني عند وجود خبر
push-on = سيصلكم إشعار قصير عند وجود خبر.
push-stop = إيقاف الإشعارات
push-not-allowed = هذا الهاتف لا يسمح بالإشعارات من هذه الصفحة.
push-failed = لم ينجح ذلك. من فضلكم حاولوا ثانية.

photos = صور
photo-of = صورة { $name }

card = بطاقة إلى { $name }
card-open = عرض البطاقة
card-print = طباعة البطاقة
card-thanks = شكرًا على وجود الرفيق { $name } معنا.
card-way = ماذا فعل الرفيق { $name }
card-from = منا جميعًا
card-paws = كل أثر كفّ من شخص حمل الرفيق { $name }.
did-arrived = الوصول إلينا
did-getting_ready = الاستعداد
did-dressed_and_ready = لبس الثياب
did-standing_watch = الحراسة
did-waiting_close_by = الانتظار في مكان قريب
did-resting_together = البقاء بالقرب
did-back_together = العودة إلى المكان
did-going_home = الطريق إلى البيت
passport = جواز سفر { $name }
passport-open = عرض جواز السفر
passport-stamp = زيارة في { $date }
