### Português. Reviewed by a native speaker: no.

own-name = Português

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
last-word = Última notícia: { $time }
so-far = O caminho até agora
wears = { $name } usa { $items }.
list-comma = {", "}
item-gown = um avental
item-mask = uma máscara
item-cap = uma touca
item-shoe_covers = capas de sapato
item-gloves = luvas
item-id_band = uma pulseira com o nome
item-bandage = uma faixa
item-cast = um gesso
no-word-yet = Ainda não há notícias. Olhe de novo em breve.
about = Esta página fala só de { $name }. Para todo o resto, pergunte à equipe.
live = Esta página se atualiza sozinha.
not-live = Sem conexão agora. Continuamos tentando.
look-again = Olhar de novo
for-children = Para crianças
for-grown-ups = Para adultos
read-aloud = Ler em voz alta
language = Idioma
keep = Para guardar esta página, adicione-a à tela inicial.
closed = Esta página não está mais aberta. Pergunte no balcão.
too-often = Espere um momento e olhe de novo.
at-fault = Algo deu errado do nosso lado. Olhe de novo em breve.

push-body = Há notícias do balcão dos companheiros do hospital.
push-offer = Avise-me quando houver notícias
push-on = Você vai receber um aviso curto quando houver notícias.
push-stop = Parar os avisos
push-not-allowed = Este telefone não permite avisos desta página.
push-failed = Não funcionou. Tente de novo.

photos = Fotos
photo-of = Uma foto de { $name }

card = Um cartão para { $name }
card-open = Ver o cartão
card-print = Imprimir o cartão
card-thanks = { $name }, agradecemos por estar aqui conosco.
card-way = O que { $name } fez
card-from = De toda a equipe
card-paws = Cada patinha é de alguém que segurou { $name }.
did-arrived = Chegou até nós
did-getting_ready = Preparou-se
did-dressed_and_ready = Com a roupa e a postos
did-standing_watch = Ficou de guarda
did-waiting_close_by = Esperou bem perto
did-resting_together = Fez companhia
did-back_together = Voltou para o seu lugar
did-going_home = Foi para casa
passport = O passaporte de { $name }
passport-open = Ver o passaporte
passport-stamp = Uma visita: { $date }
