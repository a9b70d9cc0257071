### Español. Reviewed by a native speaker: no.

language-name = Español

status-arrived = { $name } ya está aquí con nosotros.
status-getting_ready = { $name } se está preparando.
status-dressed_and_ready = { $name } ya tiene su ropa, todo en su sitio.
status-standing_watch = { $name } está de guardia.
status-waiting_close_by = { $name } espera muy cerca.
status-resting_together = { $name } está allí mismo y hace compañía.
status-back_together = { $name } está de vuelta en su sitio.
status-going_home = { $name } va de camino a casa.
status-no_new_word = Aún no hay noticias de { $name }. Pregunte en el mostrador.

child-arrived = ¡{ $name } ya está aquí!
child-getting_ready = { $name } se prepara.
child-dressed_and_ready = ¡{ $name } ya tiene su ropa!
child-standing_watch = ¡{ $name } está de guardia!
child-waiting_close_by = { $name } está esperando.
child-resting_together = { $name } hace compañía.
child-back_together = ¡{ $name } está de vuelta!
child-going_home = ¡{ $name } se va a casa!
child-no_new_word = Aún no hay noticias de { $name }.

since = Desde: { $time }
last-update = Última noticia: { $time }
journey-so-far = El camino hasta ahora
wearing = { $name } lleva { $items }.
list-separator = {", "}
item-gown = una bata
item-mask = una mascarilla
item-cap = un gorro
item-shoe_covers = fundas de zapatos
item-gloves = guantes
item-id_band = una pulsera con su nombre
item-bandage = una venda
item-cast = un yeso
no-updates-yet = Aún no hay noticias. Vuelva a mirar pronto.
page-about = Esta página habla solo de { $name }. Para todo lo demás, pregunte al personal.
live-updates-on = Esta página se actualiza sola.
live-updates-off = Ahora no hay conexión. Seguimos intentando.
refresh = Mirar otra vez
view-for-children = Para niños
view-for-adults = Para mayores
read-aloud = Leer en voz alta
language = Idioma
add-to-home-screen = Para guardar esta página, añádala a su pantalla de inicio.
link-closed = Esta página ya no está abierta. Pregunte en el mostrador.
too-many-requests = Espere un momento y vuelva a mirar.
server-error = Algo falló de nuestra parte. Vuelva a mirar pronto.

push-body = Hay noticias del mostrador de los compañeros del hospital.
push-enable = Avisarme cuando haya noticias
push-enabled = Le llegará un aviso corto cuando haya noticias.
push-disable = No enviar más avisos
push-blocked = Este teléfono no permite avisos de esta página.
push-failed = No ha funcionado. Inténtelo otra vez.

photos = Fotos
photo-alt = Una foto de { $name }

card-title = Una tarjeta para { $name }
card-open = Ver la tarjeta
card-print = Imprimir la tarjeta
card-thanks = Gracias, { $name }, por estar aquí con nosotros.
card-moments = Lo que hizo { $name }
card-from = De parte de todo el equipo
card-paw-note = Cada huella es de alguien que tuvo a { $name } en sus manos.
past-arrived = Llegó con nosotros
past-getting_ready = Se preparó
past-dressed_and_ready = Con su ropa, todo en su sitio
past-standing_watch = Estuvo de guardia
past-waiting_close_by = Esperó muy cerca
past-resting_together = Hizo compañía
past-back_together = Volvió a su sitio
past-going_home = Se fue a casa
passport-title = El pasaporte de { $name }
passport-open = Ver el pasaporte
passport-stamp = Una visita: { $date }
