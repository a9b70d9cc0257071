### Português. Reviewed by a native speaker: no.

language-name = Português

status-arrived = { $name } já está aqui conosco.
status-getting_ready = { $name } está se preparando.
status-dressed_and_ready = { $name } já está com a roupa e a postos.
status-standing_watch = { $name } está de guarda.
status-waiting_close_by = { $name } espera bem perto.
status-resting_together = { $name } está ali mesmo e faz companhia.
status-back_together = { $name } voltou para o seu lugar.
status-going_home = { $name } está a caminho de casa.
status-no_new_word = Ainda não há notícias de { $name }. Pergunte no balcão.

child-arrived = { $name } já está aqui!
child-getting_ready = { $name } se prepara.
child-dressed_and_ready = { $name } já está com a roupa!
child-standing_watch = { $name } está de guarda!
child-waiting_close_by = { $name } está esperando.
child-resting_together = { $name } faz companhia.
child-back_together = { $name } voltou!
child-going_home = { $name } vai para casa!
child-no_new_word = Ainda não há notícias de { $name }.

since = Desde: { $time }
last-update = Última notícia: { $time }
journey-so-far = O caminho até agora
wearing = { $name } usa { $items }.
list-separator = {", "}
item-gown = um avental
item-mask = uma máscara
item-cap = uma touca
item-shoe_covers = capas de sapato
item-gloves = luvas
item-id_band = uma pulseira com o nome
item-bandage = uma faixa
item-cast = um gesso
no-updates-yet = Ainda não há notícias. Olhe de novo em breve.
page-about = Esta página fala só de { $name }. Para todo o resto, pergunte à equipe.
live-updates-on = Esta página se atualiza sozinha.
live-updates-off = Sem conexão agora. Continuamos tentando.
refresh = Olhar de novo
view-for-children = Para crianças
view-for-adults = Para adultos
read-aloud = Ler em voz alta
language = Idioma
add-to-home-screen = Para guardar esta página, adicione-a à tela inicial.
link-closed = Esta página não está mais aberta. Pergunte no balcão.
too-many-requests = Espere um momento e olhe de novo.
server-error = Algo deu errado do nosso lado. Olhe de novo em breve.

push-body = Há notícias do balcão dos companheiros do hospital.
push-enable = Avise-me quando houver notícias
push-enabled = Você vai receber um aviso curto quando houver notícias.
push-disable = Parar os avisos
push-blocked = Este telefone não permite avisos desta página.
push-failed = Não funcionou. Tente de novo.

photos = Fotos
photo-alt = Uma foto de { $name }

card-title = Um cartão para { $name }
card-open = Ver o cartão
card-print = Imprimir o cartão
card-thanks = { $name }, agradecemos por estar aqui conosco.
card-moments = O que { $name } fez
card-from = De toda a equipe
card-paw-note = Cada patinha é de alguém que segurou { $name }.
past-arrived = Chegou até nós
past-getting_ready = Preparou-se
past-dressed_and_ready = Com a roupa e a postos
past-standing_watch = Ficou de guarda
past-waiting_close_by = Esperou bem perto
past-resting_together = Fez companhia
past-back_together = Voltou para o seu lugar
past-going_home = Foi para casa
passport-title = O passaporte de { $name }
passport-open = Ver o passaporte
passport-stamp = Uma visita: { $date }
