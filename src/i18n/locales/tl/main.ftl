### Tagalog. Reviewed by a native speaker: no.

own-name = Tagalog

status-arrived = Narito na si { $name } kasama namin.
status-getting_ready = Naghahanda na si { $name }.
status-dressed_and_ready = Nakabihis na si { $name } at handa na.
status-standing_watch = Nagbabantay si { $name }.
status-waiting_close_by = Naghihintay si { $name } sa malapit.
status-resting_together = Naroon lang si { $name }, hindi umaalis.
status-back_together = Nakabalik na si { $name } sa lugar nito.
status-going_home = Pauwi na si { $name }.
status-no_new_word = Wala pang bagong balita kay { $name }. Magtanong po sa mesa.

child-arrived = Narito na si { $name }!
child-getting_ready = Naghahanda si { $name }.
child-dressed_and_ready = Bihis na si { $name }!
child-standing_watch = Nagbabantay si { $name }!
child-waiting_close_by = Naghihintay si { $name }.
child-resting_together = Naroon lang si { $name }.
child-back_together = Nakabalik na si { $name }!
child-going_home = Pauwi na si { $name }!
child-no_new_word = Wala pang balita kay { $name }.

since = Mula { $time }
last-word = Huling balita: { $time }
so-far = Ang dinaanan
wears = Suot ni { $name }: { $items }.
list-comma = {", "}
item-gown = roba
item-mask = mask
item-cap = gora
item-shoe_covers = balot ng sapatos
item-gloves = guwantes
item-id_band = pulseras na may pangalan
item-bandage = benda
item-cast = molde
no-word-yet = Wala pang balita. Tumingin po muli mamaya.
about = Tungkol lang kay { $name } ang pahinang ito. Sa iba pa, magtanong po sa mga kawani.
live = Kusang nag-a-update ang pahinang ito.
not-live = Walang koneksiyon ngayon. Sinusubukan pa rin namin.
look-again = Tumingin muli
for-children = Para sa bata
for-grown-ups = Para sa mga nakatatanda
read-aloud = Basahin nang malakas
language = Wika
keep = Para itago ang pahinang ito, idagdag ito sa home screen.
closed = Hindi na bukas ang pahinang ito. Magtanong po sa mesa.
too-often = Maghintay po sandali, saka tumingin muli.
at-fault = May mali sa panig namin. Tumingin po muli mamaya.

push-body = May balita mula sa mesa ng mga kasama ng ospital.
push-offer = Sabihan ako kapag may balita
push-on = Makakatanggap po kayo ng maikling abiso kapag may balita.
push-stop = Itigil ang mga abiso
push-not-allowed = Hindi pinapayagan ng teleponong ito ang mga abiso ng pahinang ito.
push-failed = Hindi ito gumana. Subukan po muli.

photos = Mga larawan
photo-of = Larawan ni { $name }

card = Isang kard para kay { $name }
card-open = Tingnan ang kard
card-print = I-print ang kard
card-thanks = Salamat, { $name }, sa pagsama sa amin dito.
card-way = Ang ginawa ni { $name }
card-from = Mula sa aming lahat
card-paws = Bawat bakas ng paa ay mula sa humawak kay { $name }.
did-arrived = Dumating sa amin
did-getting_ready = Naghanda
did-dressed_and_ready = Nakabihis at handa na
did-standing_watch = Nagbantay
did-waiting_close_by = Naghintay sa malapit
did-resting_together = Sumama at hindi umalis
did-back_together = Nakabalik sa lugar nito
did-going_home = Umuwi
passport = Ang pasaporte ni { $name }
passport-open = Tingnan ang pasaporte
passport-stamp = Isang dalaw noong { $date }
