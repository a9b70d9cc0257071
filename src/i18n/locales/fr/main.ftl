### Français. Reviewed by a native speaker: no.

language-name = Français

status-arrived = { $name } est là, avec nous.
status-getting_ready = { $name } se prépare.
status-dressed_and_ready = { $name } a mis sa tenue, tout est en place.
status-standing_watch = { $name } monte la garde.
status-waiting_close_by = { $name } attend tout près.
status-resting_together = { $name } est juste là et tient compagnie.
status-back_together = { $name } a retrouvé sa place.
status-going_home = { $name } rentre à la maison.
status-no_new_word = Pas encore de nouvelles de { $name }. Demandez à l’accueil.

child-arrived = { $name } est là !
child-getting_ready = { $name } se prépare.
child-dressed_and_ready = { $name } a mis sa tenue !
child-standing_watch = { $name } monte la garde !
child-waiting_close_by = { $name } attend.
child-resting_together = { $name } tient compagnie.
child-back_together = { $name } est de retour !
child-going_home = { $name } rentre à la maison !
child-no_new_word = Pas encore de nouvelles de { $name }.

since = Depuis : { $time }
last-update = Dernière nouvelle : { $time }
journey-so-far = Le chemin jusqu’ici
wearing = { $name } porte { $items }.
list-separator = {", "}
item-gown = une blouse
item-mask = un masque
item-cap = un bonnet
item-shoe_covers = des couvre-chaussures
item-gloves = des gants
item-id_band = un bracelet à son nom
item-bandage = un bandage
item-cast = un plâtre
no-updates-yet = Pas encore de nouvelles. Regardez de nouveau bientôt.
page-about = Cette page ne parle que de { $name }. Pour tout le reste, demandez au personnel.
live-updates-on = Cette page se met à jour toute seule.
live-updates-off = Pas de connexion en ce moment. Nous essayons encore.
refresh = Regarder encore
view-for-children = Pour les enfants
view-for-adults = Pour les grands
read-aloud = Lire à voix haute
language = Langue
add-to-home-screen = Pour garder cette page, ajoutez-la à votre écran d’accueil.
link-closed = Cette page n’est plus ouverte. Demandez à l’accueil.
too-many-requests = Attendez un instant, puis regardez de nouveau.
server-error = Un problème est survenu de notre côté. Regardez de nouveau bientôt.

push-body = Il y a des nouvelles du bureau des compagnons de l’hôpital.
push-enable = Me prévenir quand il y a des nouvelles
push-enabled = Vous recevrez un petit mot quand il y aura des nouvelles.
push-disable = Ne plus envoyer de mots
push-blocked = Ce téléphone n’accepte pas les mots de cette page.
push-failed = Cela n’a pas marché. Essayez encore.

photos = Photos
photo-alt = Une photo de { $name }

card-title = Une carte pour { $name }
card-open = Voir la carte
card-print = Imprimer la carte
card-thanks = Merci, { $name }, d’être là avec nous.
card-moments = Ce que { $name } a fait
card-from = De la part de toute l’équipe
card-paw-note = Chaque patte vient de quelqu’un qui a tenu { $name }.
past-arrived = Arrivée chez nous
past-getting_ready = Préparatifs
past-dressed_and_ready = En tenue, tout en place
past-standing_watch = De garde
past-waiting_close_by = Attente tout près
past-resting_together = Moments en compagnie
past-back_together = Retour à sa place
past-going_home = Retour à la maison
passport-title = Le passeport de { $name }
passport-open = Voir le passeport
passport-stamp = Une visite : { $date }
