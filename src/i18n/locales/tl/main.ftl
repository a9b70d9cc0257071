### Tagalog. Reviewed by a native speaker: no.

language-name = Tagalog

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
last-update = Huling balita: { $time }
journey-so-far = Ang dinaanan
wearing = Suot ni { $name }: { $items }.
list-separator = {", "}
item-gown = roba
item-mask = mask
item-cap = gora
item-shoe_covers = balot ng sapatos
item-gloves = guwantes
item-id_band = pulseras na may pangalan
item-bandage = benda
item-cast = molde
no-updates-yet = Wala pang balita. Tumingin po muli mamaya.
page-about = Tungkol lang kay { $name } ang pahinang ito. Sa iba pa, magtanong po sa mga kawani.
live-updates-on = Kusang nag-a-update ang pahinang ito.
live-updates-off = Walang koneksiyon ngayon. Sinusubukan pa rin namin.
refresh = Tumingin muli
view-for-children = Para sa bata
view-for-adults = Para sa mga nakatatanda
read-aloud = Basahin nang malakas
language = Wika
add-to-home-screen = Para itago ang pahinang ito, idagdag ito sa home screen.
link-closed = Hindi na bukas ang pahinang ito. Magtanong po sa mesa.
too-many-requests = Maghintay po sandali, saka tumingin muli.
server-error = May mali sa panig namin. Tumingin po muli mamaya.

push-body = May balita mula sa mesa ng mga kasama ng ospital.
push-enable = Sabihan ako kapag may balita
push-enabled = Makakatanggap po kayo ng maikling abiso kapag may balita.
push-disable = Itigil ang mga abiso
push-blocked = Hindi pinapayagan ng teleponong ito ang mga abiso ng pahinang ito.
push-failed = Hindi ito gumana. Subukan po muli.

photos = Mga larawan
photo-alt = Larawan ni { $name }

card-title = Isang kard para kay { $name }
card-open = Tingnan ang kard
card-print = I-print ang kard
card-thanks = Salamat, { $name }, sa pagsama sa amin dito.
card-moments = Ang ginawa ni { $name }
card-from = Mula sa aming lahat
card-paw-note = Bawat bakas ng paa ay mula sa humawak kay { $name }.
past-arrived = Dumating sa amin
past-getting_ready = Naghanda
past-dressed_and_ready = Nakabihis at handa na
past-standing_watch = Nagbantay
past-waiting_close_by = Naghintay sa malapit
past-resting_together = Sumama at hindi umalis
past-back_together = Nakabalik sa lugar nito
past-going_home = Umuwi
passport-title = Ang pasaporte ni { $name }
passport-open = Tingnan ang pasaporte
passport-stamp = Isang dalaw noong { $date }
