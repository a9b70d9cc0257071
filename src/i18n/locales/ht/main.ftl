### Kreyòl ayisyen. Reviewed by a native speaker: no.

language-name = Kreyòl ayisyen

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
last-update = Dènye nouvèl: { $time }
journey-so-far = Wout la jiska kounye a
wearing = { $name } mete { $items }.
list-separator = {", "}
item-gown = yon wòb
item-mask = yon mask
item-cap = yon bonèt
item-shoe_covers = kouvre soulye
item-gloves = gan
item-id_band = yon braslè ak non li
item-bandage = yon bandaj
item-cast = yon plat
no-updates-yet = Poko gen nouvèl. Tanpri gade ankò talè.
page-about = Paj sa a pale sou { $name } sèlman. Pou tout lòt bagay, mande anplwaye yo.
live-updates-on = Paj sa a mete tèt li ajou.
live-updates-off = Pa gen koneksyon kounye a. N ap eseye toujou.
refresh = Gade ankò
view-for-children = Pou timoun
view-for-adults = Pou granmoun
read-aloud = Li fò
language = Lang
add-to-home-screen = Pou kenbe paj sa a, mete l sou ekran dakèy ou.
link-closed = Paj sa a pa louvri ankò. Tanpri mande nan biwo a.
too-many-requests = Tanpri tann yon ti moman, epi gade ankò.
server-error = Gen yon pwoblèm bò kote pa nou. Tanpri gade ankò talè.

push-body = Gen nouvèl nan biwo konpayon lopital la.
push-enable = Fè m konnen lè gen nouvèl
push-enabled = Ou pral resevwa yon ti mesaj lè gen nouvèl.
push-disable = Sispann mesaj yo
push-blocked = Telefòn sa a pa pèmèt mesaj nan paj sa a.
push-failed = Sa pa mache. Tanpri eseye ankò.

photos = Foto
photo-alt = Yon foto { $name }

card-title = Yon kat pou { $name }
card-open = Wè kat la
card-print = Enprime kat la
card-thanks = Mèsi, { $name }, paske ou te la avèk nou.
card-moments = Sa { $name } te fè
card-from = Nou tout ki voye l
card-paw-note = Chak pat se yon moun ki te kenbe { $name }.
past-arrived = Rive kote nou
past-getting_ready = Prepare li
past-dressed_and_ready = Fin abiye, li pare
past-standing_watch = Fè gad
past-waiting_close_by = Tann tou pre
past-resting_together = Kenbe konpayi
past-back_together = Retounen nan plas li
past-going_home = Ale lakay
passport-title = Paspò { $name }
passport-open = Wè paspò a
passport-stamp = Yon vizit: { $date }
