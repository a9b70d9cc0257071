### English. Reviewed by a native speaker: no.
### Plain words about the companion, none about the child: at most 15 words a sentence, a reading grade of 6 or lower.

own-name = English

## How the friend is

status-arrived = { $name } is here with us.
status-getting_ready = { $name } is getting ready.
status-dressed_and_ready = { $name } is dressed and ready.
status-standing_watch = { $name } is standing watch.
status-waiting_close_by = { $name } is waiting close by.
status-resting_together = { $name } is right there, keeping company.
status-back_together = { $name } is back where it belongs.
status-going_home = { $name } is on the way home.
status-no_new_word = There is no new word from { $name } yet. Please ask at the desk.

## The same for children

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
last-word = Last word at { $time }
so-far = The journey so far
wears = { $name } wears { $items }.
list-comma = {", "}
item-gown = a gown
item-mask = a mask
item-cap = a cap
item-shoe_covers = shoe covers
item-gloves = gloves
item-id_band = a name band
item-bandage = a bandage
item-cast = a cast
no-word-yet = There is no word yet. Please look again soon.
about = This page is about { $name } only. For all else, please ask the staff.
live = This page keeps itself up to date.
not-live = No connection just now. We keep trying.
look-again = Look again
for-children = For children
for-grown-ups = For grown-ups
read-aloud = Read aloud
language = Language
keep = To keep this page, add it to your home screen.
closed = This page is no longer open. Please ask at the desk.
too-often = Please wait a moment, then look again.
at-fault = Something went wrong on our side. Please look again soon.

## Notes that come by themselves

push-body = There is news from the hospital's companion desk.
push-offer = Tell me when there is news
push-on = You will get a short note when there is news.
push-stop = Stop the notes
push-not-allowed = This phone does not allow notes from this page.
push-failed = That did not work. Please try again.

## Photos

photos = Photos
photo-of = A photo of { $name }

## The card and the passport

card = A card for { $name }
card-open = See the card
card-print = Print the card
card-thanks = Thank you, { $name }, for being here with us.
card-way = What { $name } did
card-from = From all of us
card-paws = Each paw is from someone who held { $name }.
did-arrived = Came to us
did-getting_ready = Got ready
did-dressed_and_ready = Dressed and ready
did-standing_watch = Stood watch
did-waiting_close_by = Waited close by
did-resting_together = Kept company
did-back_together = Came back
did-going_home = Went home
passport = The passport of { $name }
passport-open = See the passport
passport-stamp = A visit on { $date }
