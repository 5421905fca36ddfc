## Marco
skip-to-page = Ir a la página
tabs = Páginas
tab-clock = Fichar
tab-days = Mis días
tab-settings = Ajustes
never = nunca

## Lo que no debe pasarse por alto
trouble-full-title = El almacenamiento de este teléfono está lleno
trouble-full = No se puede guardar nada nuevo, y el fichaje queda como estaba. { $count ->
    [0] Todo lo guardado antes está en el servidor.
    [one] Lo guardado antes se conserva; falta enviar { $count } registro.
   *[other] Lo guardado antes se conserva; faltan por enviar { $count } registros.
} Libere espacio en el teléfono e inténtelo de nuevo.
trouble-export = Mientras tanto, exporte lo no enviado: cualquiera de su empresa puede subir el archivo.
trouble-failed-title = Este teléfono no pudo guardar
trouble-failed = El fichaje queda como estaba. { $count ->
    [0] Todo lo guardado antes está en el servidor.
    [one] Lo guardado antes se conserva; falta enviar { $count } registro.
   *[other] Lo guardado antes se conserva; faltan por enviar { $count } registros.
} Inténtelo de nuevo, o anote la hora para su oficina. ({ $detail })
trouble-slow = El almacenamiento de este teléfono no responde. Su registro cuenta cuando el botón haya cambiado. Cierre TimeTrakr en otras pestañas y ventanas.
storage-put-back = El navegador borró lo que TimeTrakr había guardado aquí. Ya está todo guardado de nuevo.
broken-title = TimeTrakr no puede usar lo guardado aquí
broken-body = No se borró nada. Cierre TimeTrakr en todas partes y ábralo de nuevo.
broken-full = El almacenamiento de este teléfono está lleno. No se borró nada. Libere espacio en el teléfono e inténtelo de nuevo.
broken-blocked = El navegador no deja que TimeTrakr guarde nada. Salga de la ventana privada, o permita que este sitio guarde datos, e inténtelo de nuevo.
broken-newer = En este teléfono se usó una versión más nueva de TimeTrakr. No se borró nada. Inténtelo de nuevo donde haya señal: se descargará la versión nueva.
broken-silent = El almacenamiento del teléfono no responde. No se borró nada. Cierre TimeTrakr en las demás pestañas y ventanas e inténtelo de nuevo.
broken-detail = Para quien le ayude: { $detail }
evicted = Este navegador borró lo que TimeTrakr había guardado en este teléfono.
evicted-whose = Este navegador borró lo que TimeTrakr había guardado para { $person } en { $company }.
evicted-nothing-lost = Todo había llegado al servidor a más tardar el { $when }, así que no se perdieron horas.
evicted-lost = El servidor tiene todo hasta el { $when }. { $count ->
    [one] Después, { $count } registro no se envió y se perdió.
   *[other] Después, { $count } registros no se enviaron y se perdieron.
} Diga a su oficina qué horas faltan.
evicted-since = El servidor tiene todo hasta el { $when }, cuando supo de este teléfono por última vez. Si fichó después, diga esas horas a su oficina.
evicted-join = Para volver a fichar con este teléfono, pida a su oficina una nueva invitación.

## El reloj
clock-title = Fichar
state-off = Fuera de turno
state-on = En turno
state-break = En pausa
state-break-paid = En pausa pagada
state-since = Desde las { $time }
state-break-since = Pausa desde las { $time }, en turno desde las { $start }
state-last-out = Usted salió a las { $time }.
forgotten-question = Lleva más de 16 horas en turno. ¿Olvidó fichar la salida?
forgotten-correct = Indicar cuándo terminó
little-room = A este teléfono le queda poco espacio. Libere espacio antes de que ya no se pueda guardar nada.
waiting-long = { $count ->
    [one] { $count } registro está solo en este teléfono; es de { $age }.
   *[other] { $count } registros están solo en este teléfono; el más antiguo es de { $age }.
} Abra TimeTrakr donde haya señal, o exporte lo no enviado: cualquiera de su empresa puede subir el archivo.
total-today = Hoy
total-week = Esta semana
clock-in = Fichar entrada
clock-out = Fichar salida
break-start = Pausa
break-start-paid = Pausa pagada
break-end = Terminar pausa
switch-job = Cambiar de obra
switch-question = ¿En qué trabaja ahora?
switch-now = Cambiar ahora
job = Obra
job-search = Buscar obras
no-job = Sin obra
cost-code = Código de costo
cost-code-search = Buscar códigos de costo
no-cost-code = Sin código de costo
no-jobs-yet = Su oficina no tiene obras para elegir. Sus horas cuentan igualmente.
note = Nota
note-add = Añadir una nota
note-change = Cambiar la nota
note-hint = Su oficina puede leerla.
note-none = sin nota

## Después de tocar
clocked-in-at = Entrada, { $time }
clock-in-undone = La entrada no cuenta. Queda en sus días, tachada.
clocked-out-at = Salida, { $time }
clock-back-in = Volver
clocked-back-in = Está otra vez en turno. Es un registro nuevo.
break-started-at = Pausa, { $time }
break-ended-at = Fin de pausa, { $time }
switched-at = Cambio, { $time }
undone = Deshecho.
reason-mistaken-tap = Tocado por error
reason-restored = Recuperado

## Mis días
days-title = Mis días
days-empty = Todavía no hay horas
days-empty-body = Sus días aparecen aquí cuando ficha. También puede añadir un registro a mano.
days-earlier = Ver semanas anteriores
day-continues = Sigue del día anterior
entry = Registro
entry-add = Añadir registro
entry-running = ahora
entry-hours-only = Horas sin horario
entry-break = { $minutes } min de pausa
entry-break-paid = { $minutes } min de pausa pagada
entry-voided = No cuenta
entry-changed-by-office = Cambiado por la oficina
entry-gone = Este registro no está aquí
entry-gone-body = Quizá sea de otra persona, o nunca se guardó en este teléfono.
entry-correct = Corregir
entry-void = Anular
entry-void-body = El registro no contará. Queda en sus días, tachado, y puede recuperarlo.
entry-voided-done = El registro ya no cuenta.
entry-restore = Que vuelva a contar
entry-restored = El registro cuenta otra vez.
entry-saved = Guardado en este teléfono.
breaks = Pausas
breaks-none = ninguna
break-paid = pagada
break-unpaid = no pagada
zone-note = Las horas son las de su empresa: { $zone }.
history = Historial
who-you = Usted
who-office = Su oficina
who-other = Otra persona
story-reason = «{ $reason }»
story-lost = El cambio de su oficina tuvo prioridad sobre este

## Dónde está algo
standing-on-phone = En este teléfono, sin enviar
standing-on-server = En el servidor, aún sin contar
standing-counted = Contado
standing-superseded = Otro cambio tuvo prioridad
standing-parked = Guardado para una versión más nueva
standing-quarantined = Aún no cuenta

## Guardado y sin contar. Lo elige el motivo.
aside-title = Guardado, pero aún sin contar
aside-not-permitted = Usted no tenía permiso para hacerlo cuando llegó al servidor. Pregunte a su oficina.
aside-wrong-actor = Este teléfono ya es de otra persona. Pregunte a su oficina.
aside-device-revoked = Este teléfono había sido retirado. Su oficina puede liberarlo.
aside-unknown-subject = Se refiere a un registro que el servidor no tiene. Pregunte a su oficina.
aside-id-reused = Ya se había indicado de otra forma. Pregunte a su oficina.
aside-unreadable = El servidor no puede leerlo. Pregunte a su oficina.
aside-breaks-rule = Rompería una regla que siempre se cumple. Pregunte a su oficina.
aside-employee-archived = Se indicó después de que su oficina le archivara como empleado. Pregunte a su oficina.
aside-set-aside = Su oficina decidió que no cuenta. Pregunte a su oficina por qué.
aside-period-locked = Este tiempo está en un periodo de pago cerrado. Su oficina decidirá sobre él.
aside-parked = Hay que actualizar el servidor para que pueda contarlo.
aside-other = Espera a su oficina.

## Lo que dice un registro. Lo elige su tipo.
op-clocked-in = Entrada
op-clocked-out = Salida
op-break-started = Comienzo de pausa
op-break-ended = Fin de pausa
op-job-switched = Cambio de obra
op-entry-added = Añadido a mano
op-entry-edited = Corregido
op-entry-voided = Anulado
op-entry-restored = Vuelve a contar
op-exceptions-settled = Revisado y dejado como está
op-timesheet-submitted = Enviada
op-timesheet-objected = Dijo que algo no está bien
op-timesheet-approved = Aprobada
op-timesheet-returned = Devuelta
op-timesheet-reopened = Abierta otra vez
op-breaks-attested = Dijo cómo fueron los descansos
op-meal-worked = Dijo si trabajó durante la comida
op-late-correction-accepted = Corrección tardía aceptada
op-late-correction-declined = Corrección tardía no aceptada
op-other = Cambiado

## Lo que alguien debe mirar. Lo elige el nombre de la excepción.
exception-overlap = Coincide con otro registro
exception-missing-clock-out = Falta la salida
exception-too-long = Más de 16 horas
exception-ends-before-start = Termina antes de empezar
exception-clock-suspect = Reloj dudoso
exception-late = Llegó tarde
exception-archived-job = La obra estaba cerrada
exception-former-employee = Después de irse
exception-other = Por revisar
exception-help-overlap = Este registro y otro cubren el mismo tiempo. Corrija las horas o anule uno de los dos.
exception-help-missing-clock-out = Este registro lleva más de 16 horas abierto. Corríjalo para indicar cuándo terminó.
exception-help-too-long = Este registro dura más de 16 horas. Corríjalo si no es así.
exception-help-ends-before-start = Este registro termina antes de empezar. Corrija sus horas.
exception-help-clock-suspect = El reloj del teléfono estaba mal o se cambió al guardar esto. Compruebe las horas.
exception-help-late = Esto llegó al servidor más de un día después de ocurrir. Su oficina lo revisará.
exception-help-archived-job = La obra o el código de costo ya estaban cerrados. Su oficina lo revisará, o usted puede elegir otro.
exception-help-former-employee = Esto se guardó después de terminar su empleo. Su oficina lo revisará.
exception-help-other = Su oficina lo revisará.

## Escribir y corregir
field-start-date = Fecha de inicio
field-start = Inicio
field-end-date = Fecha de fin
field-end = Fin
field-end-open = Déjelo vacío mientras siga en turno.
break-add = Añadir una pausa
break-from = Desde
break-to = Hasta
break-paid-check = Pagada
break-remove = Quitar esta pausa
reason = Motivo
reason-hint-add = Por qué no se fichó.
reason-hint-correct = Necesario, salvo que solo cambie la nota.
reason-missing = Diga por qué. Su oficina lo ve.
fault-start = Indique la fecha y la hora en que empezó.
fault-end = Indique la fecha y la hora en que terminó.
fault-break = Indique cuándo empezó y terminó cada pausa.

## Por qué no se pudo. Lo elige el código de la regla.
rule-on-the-clock = Usted ya está en turno.
rule-off-the-clock = Usted no está en turno.
rule-on-break = Usted ya está en pausa.
rule-not-on-break = Usted no está en pausa.
rule-nothing-changed = No cambiaría nada.
rule-entry-ends-before-start = El fin debe ser posterior al inicio. Si trabajó pasada la medianoche, elija el día siguiente como fecha de fin.
rule-entry-too-long = Un registro dura 7 días como máximo.
rule-entry-in-future = Un registro no puede terminar en el futuro.
rule-entry-break-invalid = Una pausa debe estar dentro del registro, terminar después de empezar y no coincidir con otra.
rule-entry-voided = Este registro no cuenta. Recupérelo primero.
rule-entry-not-voided = Este registro ya cuenta.
rule-entry-voided-by-manager = Su oficina anuló este registro. Pida a su oficina que lo recupere.
rule-changed-meanwhile = Este registro cambió entretanto. Vuelva atrás y mírelo otra vez.
rule-job-archived = Esta obra está cerrada. Elija otra.
rule-cost-code-archived = Este código de costo está cerrado. Elija otro.
rule-cost-code-of-other-job = Este código de costo es de otra obra. Elija otro.
rule-text-empty = Diga por qué. Su oficina lo ve.
rule-text-too-long = El texto es demasiado largo.
rule-text-control-characters = El texto tiene caracteres que no se pueden guardar.
rule-employee-archived = Su oficina le ha archivado como empleado. Pida a su oficina que le restaure.
rule-not-permitted = Su función no lo permite. Pregunte a su oficina.
rule-timesheet-on-the-clock = Su jornada sigue abierta. Termínela y envíela después.
rule-period-not-begun = Este periodo de pago no ha empezado.
rule-period-locked = Este periodo de pago está cerrado. Pregunte a su oficina.
rule-other = Ahora no se puede hacer.
refused-not-enrolled = Este teléfono ya no está en uso. Abra TimeTrakr de nuevo.

## La línea de sincronización y su hoja
sync-nothing = Nada que enviar
sync-saved = Guardado en este teléfono · { $count } sin enviar
sync-sending = Guardado en este teléfono · enviando { $count }
sync-on-server = En el servidor · { $count } aún sin contar
sync-counted = Contado · nada pendiente
sync-counted-but = Contado · { $count } aparte
sync-stopped = Este teléfono no puede sincronizar
sync-title = Guardado y enviado
sync-explain = Todo lo que toca se guarda primero en este teléfono. Se envía cuando TimeTrakr está abierto y hay señal.
sync-oldest = el más antiguo de { $age }
sync-row-phone = En este teléfono, sin enviar
sync-row-server = En el servidor, aún sin contar
sync-row-counted = Contado
sync-row-aside = Guardado, pero sin contar
sync-last-contact = Último contacto con el servidor: { $age }
sync-now = Enviar ahora
sync-export = Exportar lo no enviado
sync-upload = Subir el archivo de un compañero
sync-export-explain = Si este teléfono no llega al servidor durante mucho tiempo, exporte un archivo y déselo a un compañero. Cualquiera de su empresa puede subirlo.
sync-exported = El archivo está en sus descargas. Lo que contiene sigue también en este teléfono.
sync-export-failed = No se pudo crear el archivo. Inténtelo de nuevo.
sync-offline = Ahora no se puede llegar al servidor. No pasa nada: lo que toca se guarda en este teléfono.
sync-busy = El servidor está ocupado. Se vuelve a intentar solo.
sync-read-only = El servidor no puede recibir horas en este momento. Se conservan en este teléfono y se envían solas cuando pueda. Avise a su oficina.
stopped-revoked = Su oficina ha retirado este teléfono. Lo que aún guarda se conserva y se puede exportar. Pida a su oficina una nueva invitación.
stopped-unknown = El servidor no conoce este teléfono. Lo que guarda se conserva y se puede exportar. Pregunte a su oficina.
stopped-other-server = En esta dirección responde otro servidor u otra versión. Lo que guarda este teléfono se conserva. Pregunte a su oficina.
stopped-copied = El servidor tiene otros registros de este teléfono: su almacenamiento se copió o se restauró. Lo que guarda se conserva y se puede exportar. Pida a su oficina una nueva invitación.
stopped-not-taken = El servidor no aceptó lo que envió este teléfono. Se conserva y se puede exportar. Pregunte a su oficina.
stopped-key = La clave de este teléfono ya no funciona. Lo que guarda se conserva. Pida a su oficina una nueva invitación.
clock-ahead = El reloj de este teléfono va { $minutes } min adelantado respecto al servidor. Póngalo en automático para que sus horas sean correctas.
clock-behind = El reloj de este teléfono va { $minutes } min atrasado respecto al servidor. Póngalo en automático para que sus horas sean correctas.
upload-done = { $count ->
    [one] El archivo está en el servidor.
   *[other] El archivo está en el servidor, en { $count } partes.
}
upload-some-refused = No se aceptaron { $refused } partes del archivo; { $taken } sí. Guarde el archivo y pregunte a su oficina.
upload-not-such-a-file = Este no es un archivo de horas sin enviar.
upload-no-answer = Ahora no se puede llegar al servidor. Inténtelo de nuevo cuando tenga señal.
upload-failed = El archivo no se envió. Consérvelo e inténtelo de nuevo.

## Unirse
join-title = Use TimeTrakr en este teléfono
join-body = Abra el enlace de su invitación o escriba su código.
join-code = Código
join-code-hint = 12 letras y cifras. Se lo da su oficina.
join-look = Seguir
join-hello = Hola, { $name }
join-about = { $company } le invita a fichar con este teléfono.
join-explain = Este teléfono guardará sus horas, con o sin señal. No necesita contraseña.
join-until = La invitación está abierta hasta el { $date }.
join-use = Usar este teléfono
join-other-code = Escribir otro código
join-done = Este ya es su teléfono, { $name }
join-done-body = Puede fichar de inmediato.
join-start = Ir a fichar
join-in-use-title = Este teléfono está en uso
join-in-use = Es de { $person }, de { $company }.
join-in-use-unsent = { $count ->
    [one] Falta enviar { $count } registro. Cuando esté en el servidor, podrá dar este teléfono a otra persona.
   *[other] Faltan por enviar { $count } registros. Cuando estén en el servidor, podrá dar este teléfono a otra persona.
}
join-replace-explain = Todo lo que guarda llegó al servidor, así que se puede dar a otra persona.
join-replace = Usarlo para esta invitación
join-keep = Dejarlo como está
join-no-answer = No se puede llegar al servidor. Compruebe la señal e inténtelo de nuevo; nada se gasta dos veces.
join-not-open = Este código no funciona: puede estar mal escrito, usado, retirado o vencido. Compruébelo o pida otro a su oficina.
join-for-office = Esta invitación es para la oficina. Abra su enlace en una computadora.
join-unsent = Algo de este teléfono aún no se ha enviado. Envíelo primero.
join-refused = El servidor dijo que no ({ $code }). Pregunte a su oficina.
join-storage = Este teléfono no pudo guardar lo que necesita. Libere espacio, salga de la navegación privada e inténtelo de nuevo. ({ $detail })

## Instalar
install-title = Ponga TimeTrakr en su pantalla de inicio
install-why = Así se abre con un toque, también sin señal, y el teléfono conserva sus datos.
install-button = Instalar
install-later = Ahora no
install-by-hand = Elija «Añadir a pantalla de inicio» o «Instalar aplicación» en el menú del navegador. Así se abre con un toque, también sin señal.
install-first-title = Primero ponga TimeTrakr en su pantalla de inicio
install-first-why = En un iPhone o iPad, las horas solo están seguras en la aplicación instalada.
install-first-share = Toque el botón de compartir en la barra del navegador.
install-first-add = Elija «Añadir a pantalla de inicio» y después «Añadir».
install-first-open = Abra TimeTrakr desde la pantalla de inicio y escriba allí su código.
install-first-code = Su código
install-first-safari = ¿No aparece esa opción? Abra esta página en Safari.

## Ajustes
settings-title = Ajustes
language = Idioma
theme = Colores
theme-system = Automático
theme-light = Claro
theme-dark = Oscuro
settings-whose = Este teléfono
settings-person = Persona
settings-company = Empresa
settings-device = Dispositivo
settings-zone = Zona horaria de la empresa
settings-storage = Almacenamiento
settings-installed = En la pantalla de inicio
settings-installed-yes = sí
settings-installed-no = no
storage-kept = El navegador conserva lo guardado.
storage-may-go = El navegador puede borrar lo guardado si falta espacio o tras semanas sin uso.
storage-unknown = El navegador no dice si conserva lo guardado.
storage-ask = Pedirle que lo conserve
storage-room = Espacio
storage-room-of = { $used } MB usados, { $left } MB libres
unsent-oldest = Lo más antiguo de esto
unsent-last-contact = Último contacto con el servidor
settings-app = Aplicación
settings-version = Versión
settings-version-unknown = no guardada para usar sin conexión
update-ready = Hay una versión nueva. Nada de lo guardado cambia.
update-now = Cambiar ahora
leave = Dejar este teléfono
leave-explain = Quita de este teléfono los datos de TimeTrakr. Sus horas siguen en el servidor.
leave-unsent = { $count ->
    [one] Falta enviar { $count } registro. Envíelo primero.
   *[other] Faltan por enviar { $count } registros. Envíelos primero.
}
leave-body = Este teléfono ya no fichará por usted. Sus horas siguen en el servidor. Para volver a usarlo necesita una nueva invitación.
leave-done = Este teléfono ya no guarda nada suyo.

## Mi hoja de horas
sheet-title = Mi hoja de horas
sheet-periods = Periodos de pago
sheet-earlier = Periodo anterior
sheet-later = Periodo siguiente
sheet-empty = Todavía no hay horas en este periodo de pago.
sheet-state-open = Sin enviar
sheet-state-submitted = Enviada
sheet-state-changed-since-submitted = Cambió después de que usted la envió
sheet-state-returned = Devuelta a usted
sheet-state-approved = Aprobada
sheet-state-changed-since-approved = Cambió después de aprobarse
sheet-state-other = En curso
sheet-locked = Cerrada
sheet-office-says = Su oficina dice: { $words }
sheet-objected = Usted dijo que algo no está bien. Su oficina lo ve.
sheet-on-the-clock = Podrá enviarla cuando termine su jornada.
sheet-submit = Enviar la hoja de horas
sheet-object = Algo no está bien
sheet-object-body = Su oficina ve sus palabras y decide. Hasta entonces sus horas quedan como están.
sheet-object-words = Qué no está bien
sheet-early = Este periodo de pago no ha terminado. Si trabaja más en él, envíela otra vez después.
sheet-deducted = Se descuentan { $minutes } min por una comida.
sheet-changes = Cambiado por su oficina desde que usted la envió
sheet-late = En espera de aprobación
timesheet-statement-1 = Las horas de esta hoja son verdaderas y completas: todo el tiempo que trabajé, y ningún otro.

## Descansos, se pregunta después del trabajo
breaks-asked = ¿Cómo fueron sus descansos?
breaks-meal = Pausas para comer
breaks-rest = Descansos
breaks-taken = Tomados
breaks-waived = No los quise
breaks-missed = No me los dieron
breaks-saved = Guardado en este teléfono
meal-was-worked = Trabajé durante la comida
meal-worked = Usted dijo que trabajó durante la comida. No se descuenta nada.
meal-not-worked = No trabajé durante la comida

## Correcciones de tiempo cerrado
late-offer = Este periodo de pago está cerrado. Puede enviar esto como corrección tardía: su oficina decide, y se paga en una nómina posterior. Pulse el botón otra vez para enviarla.
late-not = Este periodo de pago no está cerrado. Pulse el botón otra vez para guardar.
late-send = Enviar para aprobación
late-sent = Guardado. Espera la aprobación de su oficina.
late-pending = Una corrección de este registro espera la aprobación de su oficina.
late-declined = Su oficina no aceptó una corrección de este registro: { $words }
