### Русский. Reviewed by a native speaker: no.
### Verbs stand in the present tense, which shows no gender.

own-name = Русский

status-arrived = { $name } уже здесь, с нами.
status-getting_ready = { $name } готовится.
status-dressed_and_ready = { $name } в костюме, всё на месте.
status-standing_watch = { $name } стоит на посту.
status-waiting_close_by = { $name } ждёт совсем рядом.
status-resting_together = { $name } прямо там и никуда не уходит.
status-back_together = { $name } снова на своём месте.
status-going_home = { $name } едет домой.
status-no_new_word = { $name }: новостей пока нет. Пожалуйста, спросите у стойки.

child-arrived = { $name } уже здесь!
child-getting_ready = { $name } готовится.
child-dressed_and_ready = { $name } в костюме!
child-standing_watch = { $name } на посту!
child-waiting_close_by = { $name } ждёт.
child-resting_together = { $name } прямо там.
child-back_together = { $name } снова тут!
child-going_home = { $name } едет домой!
child-no_new_word = { $name }: новостей пока нет.

since = С этого времени: { $time }
last-word = Последняя новость: { $time }
so-far = Путь до этой минуты
wears = { $name } носит: { $items }.
list-comma = {", "}
item-gown = халат
item-mask = маска
item-cap = шапочка
item-shoe_covers = бахилы
item-gloves = перчатки
item-id_band = браслет с именем
item-bandage = повязка
item-cast = гипс
no-word-yet = Новостей пока нет. Пожалуйста, посмотрите чуть позже.
about = Эта страница только о том, где { $name }. Обо всём другом спросите сотрудников.
live = Эта страница обновляется сама.
not-live = Сейчас нет связи. Мы пробуем снова.
look-again = Посмотреть ещё раз
for-children = Для детей
for-grown-ups = Для взрослых
read-aloud = Прочитать вслух
language = Язык
keep = Чтобы сохранить страницу, добавьте её на главный экран.
closed = Эта страница больше не открыта. Пожалуйста, спросите у стойки.
too-often = Подождите минуту и посмотрите ещё раз.
at-fault = У нас что-то пошло не так. Пожалуйста, посмотрите чуть позже.

push-body = Есть новости от больничной стойки друзей.
push-offer = Сообщать, когда есть новости
push-on = Когда будут новости, вам придёт короткое сообщение.
push-stop = Больше не сообщать
push-not-allowed = Этот телефон не разрешает сообщения с этой страницы.
push-failed = Не получилось. Пожалуйста, попробуйте ещё раз.

photos = Фотографии
photo-of = { $name } на фотографии

card = Открытка: { $name }
card-open = Посмотреть открытку
card-print = Напечатать открытку
card-thanks = { $name }, спасибо, что мы были вместе.
card-way = Что было на пути: { $name }
card-from = От всех нас
card-paws = Лапки оставили те, кто держал в руках друга по имени { $name }.
did-arrived = Прибытие к нам
did-getting_ready = Сборы
did-dressed_and_ready = В костюме, всё на месте
did-standing_watch = На посту
did-waiting_close_by = Ожидание совсем рядом
did-resting_together = Рядом, никуда не уходя
did-back_together = Снова на своём месте
did-going_home = Дорога домой
passport = Паспорт: { $name }
passport-open = Посмотреть паспорт
passport-stamp = Визит: { $date }
