### Русский. Reviewed by a native speaker: no.
### Verbs are in the present tense, which does not show gender.

language-name = Русский

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
last-update = Последняя новость: { $time }
journey-so-far = Путь до этой минуты
wearing = { $name } носит: { $items }.
list-separator = {", "}
item-gown = халат
item-mask = маска
item-cap = шапочка
item-shoe_covers = бахилы
item-gloves = перчатки
item-id_band = браслет с именем
item-bandage = повязка
item-cast = гипс
no-updates-yet = Новостей пока нет. Пожалуйста, посмотрите чуть позже.
page-about = Эта страница только о том, где { $name }. Обо всём другом спросите сотрудников.
live-updates-on = Эта страница обновляется сама.
live-updates-off = Сейчас нет связи. Мы пробуем снова.
refresh = Посмотреть ещё раз
view-for-children = Для детей
view-for-adults = Для взрослых
read-aloud = Прочитать вслух
language = Язык
add-to-home-screen = Чтобы сохранить страницу, добавьте её на главный экран.
link-closed = Эта страница больше не открыта. Пожалуйста, спросите у стойки.
too-many-requests = Подождите минуту и посмотрите ещё раз.
server-error = У нас что-то пошло не так. Пожалуйста, посмотрите чуть позже.

push-body = Есть новости от больничной стойки друзей.
push-enable = Сообщать, когда есть новости
push-enabled = Когда будут новости, вам придёт короткое сообщение.
push-disable = Больше не сообщать
push-blocked = Этот телефон не разрешает сообщения с этой страницы.
push-failed = Не получилось. Пожалуйста, попробуйте ещё раз.

photos = Фотографии
photo-alt = { $name } на фотографии

card-title = Открытка: { $name }
card-open = Посмотреть открытку
card-print = Напечатать открытку
card-thanks = { $name }, спасибо, что мы были вместе.
card-moments = Что было на пути: { $name }
card-from = От всех нас
card-paw-note = Лапки оставили те, кто держал в руках друга по имени { $name }.
past-arrived = Прибытие к нам
past-getting_ready = Сборы
past-dressed_and_ready = В костюме, всё на месте
past-standing_watch = На посту
past-waiting_close_by = Ожидание совсем рядом
past-resting_together = Рядом, никуда не уходя
past-back_together = Снова на своём месте
past-going_home = Дорога домой
passport-title = Паспорт: { $name }
passport-open = Посмотреть паспорт
passport-stamp = Визит: { $date }
