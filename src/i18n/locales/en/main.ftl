### English. Reviewed by a native speaker: no.
### Plain words about the companion, nothing about the child. At most 15 words per sentence, reading grade 6 or lower.

language-name = English

## Status

status-arrived = { $name } is here with us.
status-getting_ready = { $name } is getting ready.
status-dressed_and_ready = { $name } is dressed and ready.
status-standing_watch = { $name } is standing watch.
status-waiting_close_by = { $name } is waiting close by.
status-resting_together = { $name } is right there, keeping company.
status-back_together = { $name } is back where it belongs.
status-going_home = { $name } is on the way home.
status-no_new_word = There is no new word from { $name } yet. Please ask at the desk.

## Status, for children

child-arrived = { $name } is here!
child-getting_ready = { $name } is getting ready.
child-dressed_and_ready = { $name } is all dressed up!
child-standing_watch = { $name } is on watch!
child-waiting_close_by = { $name } is waiting.
child-resting_together = { $name } is right there.
child-back_together = { $name } is back!
child-going_home = { $name } is going home!
child-no_new_word = No news from { $name } yet.

## The page

since = Since { $time }
last-update = Last word at { $time }
journey-so-far = The journey so far
wearing = { $name } wears { $items }.
list-separator = {", "}
item-gown = a gown
item-mask = a mask
item-cap = a cap
item-shoe_covers = shoe covers
item-gloves = gloves
item-id_band = a name band
item-bandage = a bandage
item-cast = a cast
no-updates-yet = There is no word yet. Please look again soon.
page-about = This page is about { $name } only. For all else, please ask the staff.
live-updates-on = This page keeps itself up to date.
live-updates-off = No connection just now. We keep trying.
refresh = Look again
view-for-children = For children
view-for-adults = For grown-ups
read-aloud = Read aloud
language = Language
add-to-home-screen = To keep this page, add it to your home screen.
link-closed = This page is no longer open. Please ask at the desk.
too-many-requests = Please wait a moment, then look again.
server-error = Something went wrong on our side. Please look again soon.

## Push notifications

push-body = There is news from the hospital's companion desk.
push-enable = Tell me when there is news
push-enabled = You will get a short note when there is news.
push-disable = Stop the notes
push-blocked = This phone does not allow notes from this page.
push-failed = That did not work. Please try again.

## Photos

photos = Photos
photo-alt = A photo of { $name }

## Card and passport

card-title = A card for { $name }
card-open = See the card
card-print = Print the card
card-thanks = Thank you, { $name }, for being here with us.
card-moments = What { $name } did
card-from = From all of us
card-paw-note = Each paw is from someone who held { $name }.
past-arrived = Came to us
past-getting_ready = Got ready
past-dressed_and_ready = Dressed and ready
past-standing_watch = Stood watch
past-waiting_close_by = Waited close by
past-resting_together = Kept company
past-back_together = Came back
past-going_home = Went home
passport-title = The passport of { $name }
passport-open = See the passport
passport-stamp = A visit on { $date }
