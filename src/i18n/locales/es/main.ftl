### Español. Reviewed by a native speaker: no.

own-name = Español

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
last-word = Última noticia: { $time }
so-far = El camino hasta ahora
wears = { $name } lleva { $items }.
list-comma = {", "}
item-gown = una bata
item-mask = una mascarilla
item-cap = un gorro
item-shoe_covers = fundas de zapatos
item-gloves = guantes
item-id_band = una pulsera con su nombre
item-bandage = una venda
item-cast = un yeso
no-word-yet = Aún no hay noticias. Vuelva a mirar pronto.
about = Esta página habla solo de { $name }. Para todo lo demás, pregunte al personal.
live = Esta página se actualiza sola.
not-live = Ahora no hay conexión. Seguimos intentando.
look-again = Mirar otra vez
for-children = Para niños
for-grown-ups = Para mayores
read-aloud = Leer en voz alta
language = Idioma
keep = Para guardar esta página, añádala a su pantalla de inicio.
closed = Esta página ya no está abierta. Pregunte en el mostrador.
too-often = Espere un momento y vuelva a mirar.
at-fault = Algo falló de nuestra parte. Vuelva a mirar pronto.

push-body = Hay noticias del mostrador de los compañeros del hospital.
push-offer = Avisarme cuando haya noticias
push-on = Le llegará un aviso corto cuando haya noticias.
push-stop = No enviar más avisos
push-not-allowed = Este teléfono no permite avisos de esta página.
push-failed = No ha funcionado. Inténtelo otra vez.

photos = Fotos
photo-of = Una foto de { $name }

card = Una tarjeta para { $name }
card-open = Ver la tarjeta
card-print = Imprimir la tarjeta
card-thanks = Gracias, { $name }, por estar aquí con nosotros.
card-way = Lo que hizo { $name }
card-from = De parte de todo el equipo
card-paws = Cada huella es de alguien que tuvo a { $name } en sus manos.
did-arrived = Llegó con nosotros
did-getting_ready = Se preparó
did-dressed_and_ready = Con su ropa, todo en su sitio
did-standing_watch = Estuvo de guardia
did-waiting_close_by = Esperó muy cerca
did-resting_together = Hizo compañía
did-back_together = Volvió a su sitio
did-going_home = Se fue a casa
passport = El pasaporte de { $name }
passport-open = Ver el pasaporte
passport-stamp = Una visita: { $date }
