### Kreyòl ayisyen. Reviewed by a native speaker: no.

own-name = Kreyòl ayisyen

status-arrived = { $name } la avèk nou.
status-getting_ready = { $name } ap prepare li.
status-dressed_and_ready = { $name } fin abiye, li pare.
status-standing_watch = { $name } ap fè gad.
status-waiting_close_by = { $name } ap tann tou pre.
status-resting_together = { $name } la menm, l ap kenbe konpayi.
status-back_together = { $name } retounen nan plas li.
status-going_home = { $name } sou wout lakay.
status-no_new_word = Poko gen nouvèl { $name }. Tanpri mande nan biwo a.

child-arrived = Men { $name }!
child-getting_ready = { $name } ap prepare.
child-dressed_and_ready = { $name } fin abiye!
child-standing_watch = { $name } ap fè gad!
child-waiting_close_by = { $name } ap tann.
child-resting_together = { $name } ap kenbe konpayi.
child-back_together = { $name } tounen!
child-going_home = { $name } pral lakay!
child-no_new_word = Poko gen nouvèl { $name }.

since = Depi { $time }
last-word = Dènye nouvèl: { $time }
so-far = Wout la jiska kounye a
wears = { $name } mete { $items }.
list-comma = {", "}
item-gown = yon wòb
item-mask = yon mask
item-cap = yon bonèt
item-shoe_covers = kouvre soulye
item-gloves = gan
item-id_band = yon braslè ak non li
item-bandage = yon bandaj
item-cast = yon plat
no-word-yet = Poko gen nouvèl. Tanpri gade ankò talè.
about = Paj sa a pale sou { $name } sèlman. Pou tout lòt bagay, mande anplwaye yo.
live = Paj sa a mete tèt li ajou.
not-live = Pa gen koneksyon kounye a. N ap eseye toujou.
look-again = Gade ankò
for-children = Pou timoun
for-grown-ups = Pou granmoun
read-aloud = Li fò
language = Lang
keep = Pou kenbe paj sa a, mete l sou ekran dakèy ou.
closed = Paj sa a pa louvri ankò. Tanpri mande nan biwo a.
too-often = Tanpri tann yon ti moman, epi gade ankò.
at-fault = Gen yon pwoblèm bò kote pa nou. Tanpri gade ankò talè.

push-body = Gen nouvèl nan biwo konpayon lopital la.
push-offer = Fè m konnen lè gen nouvèl
push-on = Ou pral resevwa yon ti mesaj lè gen nouvèl.
push-stop = Sispann mesaj yo
push-not-allowed = Telefòn sa a pa pèmèt mesaj nan paj sa a.
push-failed = Sa pa mache. Tanpri eseye ankò.

photos = Foto
photo-of = Yon foto { $name }

card = Yon kat pou { $name }
card-open = Wè kat la
card-print = Enprime kat la
card-thanks = Mèsi, { $name }, paske ou te la avèk nou.
card-way = Sa { $name } te fè
card-from = Nou tout ki voye l
card-paws = Chak pat se yon moun ki te kenbe { $name }.
did-arrived = Rive kote nou
did-getting_ready = Prepare li
did-dressed_and_ready = Fin abiye, li pare
did-standing_watch = Fè gad
did-waiting_close_by = Tann tou pre
did-resting_together = Kenbe konpayi
did-back_together = Retounen nan plas li
did-going_home = Ale lakay
passport = Paspò { $name }
passport-open = Wè paspò a
passport-stamp = Yon vizit: { $date }
