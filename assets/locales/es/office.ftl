## Palabras de las páginas de la oficina.

## El marco de las páginas
navigation = Navegación principal
skip-to-content = Ir al contenido
nav-today = Hoy
nav-timesheets = Hojas de horas
nav-exceptions = Excepciones
nav-jobs = Obras
nav-cost-codes = Códigos de costo
nav-people = Personal
nav-settings = Ajustes
company = Empresa
connection-lost = No hay conexión con el servidor. Lo que ve puede no estar al día; se actualizará por sí solo.
not-found-title = No existe esa página
not-found-body = Puede que la dirección tenga un error o que la página se haya movido.
search-open = Buscar personas y obras
search-placeholder = Nombre, número, obra o página
search-page = Página
search-person = Empleado
search-job = Obra
person-menu = Sus ajustes
language = Idioma
theme = Colores
theme-system = Sistema
theme-light = Claro
theme-dark = Oscuro

## Atajos
shortcuts = Atajos de teclado
shortcuts-everywhere = En todas partes
shortcuts-pages = Ir a una página
shortcuts-grid = En la cuadrícula de la semana
shortcut-search = Buscar
shortcut-help = Esta lista
shortcut-close = Cerrar
shortcut-move = Moverse entre celdas
shortcut-ends = Primer y último día
shortcut-open = Abrir el día
single-keys = Usar atajos de una sola letra
single-keys-hint = Desactívelo si dicta o si se pulsan teclas sin querer. Ctrl K funciona siempre.

## Acceso y contraseñas
sign-in-title = Iniciar sesión
sign-in = Iniciar sesión
sign-out = Cerrar sesión
sign-in-help = ¿Olvidó su contraseña? Pida una nueva invitación a un propietario de su empresa.
session-ended = Su sesión terminó. Inicie sesión para continuar.
email = Correo electrónico
email-missing = Escriba un correo electrónico.
password = Contraseña
password-missing = Escriba su contraseña.
password-hint = 12 caracteres o más. Varias palabras que no van juntas son fáciles de recordar y difíciles de adivinar.
password-show = Mostrar la contraseña
password-hide = Ocultar la contraseña
password-short = Use { $count } caracteres o más.
password-more = { $count ->
    [one] Falta { $count } carácter
   *[other] Faltan { $count } caracteres
}
password-fair = Longitud suficiente
password-good = Buena
password-strong = Segura
password-change = Cambiar contraseña
password-current = Contraseña actual
password-new = Contraseña nueva
password-change-effect = Aquí su sesión sigue abierta. En los demás lugares se cierra.
password-changed = Su contraseña se cambió.
worker-title = { $company } en su teléfono
worker-lead = Su cuenta es para registrar entradas y salidas. Abra TimeTrakr en el teléfono que usa para trabajar.
worker-open-phone = Abrir la aplicación del teléfono
no-company-title = Su cuenta no pertenece a ninguna empresa
no-company-lead = Pida a un propietario de su empresa que le invite.

## Configuración inicial
setup-title = Configure TimeTrakr
setup-lead = Se hace una sola vez. Podrá cambiarlo todo después, en los ajustes.
setup-code = Código de configuración
setup-code-hint = El servidor lo mostró al iniciarse.
setup-code-missing = Escriba el código que mostró el servidor.
setup-company = La empresa
setup-waiting = Ya se importaron horas de { $company }. La empresa las conserva y usted pasa a ser su propietario.
setup-owner = Usted, el propietario
company-name = Nombre de la empresa
name-missing = Escriba un nombre.
zone = Zona horaria
zone-hint = Los días empiezan y terminan a la medianoche de esta zona. Busque por ciudad.
zone-missing = Elija una zona horaria.
workweek-starts = Primer día de la semana laboral
company-language = Idioma de los correos
your-name = Su nombre
setup-email-hint = Con él iniciará sesión.
setup-submit = Crear la empresa

## Aceptar una invitación
join-title = Su invitación
join-account = { $name }, { $company } le invita a su oficina. Elija cómo iniciará sesión.
join-email-hint = Si ya tiene una cuenta de TimeTrakr, use su correo y su contraseña.
join-accept = Abrir mi cuenta
join-device = { $name }, esta invitación de { $company } es para su teléfono. Ábrala en el teléfono que usa para trabajar.
join-device-open = Usarla en este dispositivo
join-ended = Esta invitación ya no está abierta
join-leave = Iniciar sesión en su lugar
reset-title = Una contraseña nueva
reset-lead = Elija una contraseña nueva para { $email }. Se cerrará su sesión en los demás lugares.
reset-accept = Guardar la contraseña y entrar
reset-ended = Este enlace ya no sirve

## Hoy
figures = De un vistazo
figure-on-clock = Trabajando
figure-on-break = En descanso
figure-done = Terminaron
figure-absent = Sin entrada
figure-hours = Horas de hoy
figure-exceptions = Por resolver
figure-quarantined = Sin contar
on-clock = En turno
nobody-on-clock = Nadie está en turno en este momento.
done-today = Terminaron hoy
absent-today = Sin entrada hoy ({ $count })
employee = Empleado
state = Estado
since = Desde
today-total = Hoy
first-start = Primera entrada
last-end = Última salida
state-working = Trabajando
state-break = En descanso
first-title = Nadie ha registrado una entrada todavía
first-body = Agregue a las personas con las que trabaja e invite sus teléfonos. En cuanto alguien registre una entrada, la verá aquí.
first-add-people = Agregar un empleado
first-add-jobs = Agregar una obra
no-job = Sin obra
no-cost-code = Sin código de costo

## Hojas de horas
week = Semana
week-before = Semana anterior
week-after = Semana siguiente
week-this = Esta semana
week-search = Filtrar por nombre o número
week-empty = Todavía no hay empleados
week-empty-body = Cada empleado tendrá aquí una fila con las horas de cada día de la semana.
print = Imprimir
print-head = { $company }, hojas de horas
filter-exceptions = Con excepciones
filter-open = En turno
employees-count = { $count ->
    [one] { $count } empleado
   *[other] { $count } empleados
}
total = Total
no-hours = sin horas
cell-open = ahora
cell-more = y { $count } más
day-empty = Sin horas en este día
day-breaks = Descansos { $hours }
day-strip-label = El día de medianoche a medianoche: { $hours } trabajadas
decimal-hours = { $hours } h
to-employee = Abrir el empleado
to-timesheet = Abrir la hoja de horas

## Un registro de tiempo
entry-add = Agregar un registro
entry-add-title = Registro nuevo
entry-edit-title = Editar el registro
entry-edit = Editar
entry-void = Anular
entry-restore = Restaurar
entry-start = Inicio
entry-end = Fin
now = ahora
start-date = Fecha de inicio
start-time = Hora de inicio
end-date = Fecha de fin
end-time = Hora de fin
end-open-hint = Déjela vacía mientras la persona siga en turno.
time-missing = Escriba una fecha y una hora.
end-before-start = El fin debe ser posterior al inicio.
break = Descanso
breaks = Descansos
breaks-none = Sin descansos
break-add = Agregar un descanso
break-from = Desde
break-to = Hasta
break-paid = pagado
break-unpaid = no pagado
break-since = desde las { $time }
break-remove = Quitar el descanso
break-incomplete = Escriba cuándo empieza y termina cada descanso.
entry-adds-up = Suma { $hours } ({ $decimal } h)
entry-adds-up-not = Escriba el inicio y el fin para ver las horas.
note = Nota
reason = Motivo
reason-hint = El empleado lo ve en el historial.
reason-missing = Diga por qué, en pocas palabras.
note-missing = Diga qué encontró, en pocas palabras.
entry-saved-toast = El registro se guardó.
entry-voided-toast = El registro está anulado y ya no cuenta.
entry-restored-toast = El registro vuelve a contar.
undo-reason = Deshecho al momento
void-reason = ¿Por qué se anula?
void-effect = Sigue visible con su historial y no cuenta. Puede restaurarlo.
restore-reason = ¿Por qué vuelve a contar?
restore-effect = Vuelve a contar en los totales.
voided = Anulado
on-clock-badge = En turno
by-hand = Agregado a mano
imported = Importado
hours-only = Horas sin horario
zone-note = Las horas están en la zona de la empresa ({ $zone }).
changed-by = { $name } cambió este registro mientras usted lo editaba. Ahora es:
changed-keep = Conservar mis cambios
changed-fresh = Empezar de nuevo desde esto
start-over = Empezar de nuevo desde lo actual
settle = Resolver
settle-hint = si las horas son correctas así
settle-note = ¿Qué encontró?
settle-effect = Las horas quedan como están y su nota pasa al historial.
settled-toast = Resuelto.
settled-badge = { $name }, resuelto

## Historial de un registro
history-show = Historial
history-hide = Ocultar historial
history-from-device = en { $device }
history-from-office = en la oficina
history-received = Llegó al servidor { $time }
history-lost = Otra edición tuvo prioridad: { $fields }
judged-superseded = reemplazado por otra edición
judged-parked = guardado para una versión posterior
judged-quarantined = no cuenta
happened-clocked-in = Registró la entrada
happened-clocked-out = Registró la salida
happened-break-started = Empezó un descanso
happened-break-ended = Terminó un descanso
happened-job-switched = Cambió de obra
happened-entry-added = Agregado a mano
happened-entry-edited = Editado
happened-entry-voided = Anulado
happened-entry-restored = Restaurado
happened-exceptions-settled = Excepciones resueltas
happened-other = Otro cambio

## Excepciones: nombre, marca en la cuadrícula y significado
exception-overlap = Traslape
mark-overlap = traslape
meaning-overlap = Dos registros de este empleado comparten el mismo tiempo. Edite o anule uno.
exception-missing-clock-out = Falta la salida
mark-missing-clock-out = sin salida
meaning-missing-clock-out = En turno más de 16 horas. Pregunte cuándo terminó el trabajo e indíquelo.
exception-too-long = Más de 16 horas
mark-too-long = más de 16 h
meaning-too-long = Un registro de más de 16 horas. Revise ambas horas.
exception-ends-before-start = Termina antes de empezar
mark-ends-before-start = fin antes de inicio
meaning-ends-before-start = El fin es anterior al inicio. Corrija las horas.
exception-clock-suspect = Reloj dudoso
mark-clock-suspect = reloj
meaning-clock-suspect = El reloj del teléfono estaba mal o se cambió. Revise las horas con el empleado.
exception-late = Llegó tarde
mark-late = tarde
meaning-late = Llegó al servidor más de un día después. Los totales de ese día cambiaron.
exception-archived-job = Obra archivada
mark-archived-job = obra archivada
meaning-archived-job = Registrado en una obra o un código de costo ya archivado.
exception-former-employee = Después de irse
mark-former-employee = tras irse
meaning-former-employee = Declarado después de archivar al empleado.
exception-other = Otra
mark-other = revisar
meaning-other = Revise este registro.
exceptions-empty = Nada por resolver
exceptions-empty-body = Los traslapes, las salidas que faltan y casos parecidos aparecen aquí por sí solos.
range-from = Desde
range-to = Hasta
range-hint = Los últimos 30 días si no elige otros
with-settled = Mostrar también las resueltas
filter-kind = Filtrar por tipo
day = Día
what-is-wrong = Qué pasa
times = Horario
hours = Horas
selection = Selección
selected-count = { $count ->
    [one] { $count } registro seleccionado
   *[other] { $count } registros seleccionados
}
settle-selected = Resolver…
settle-title = { $count ->
    [one] Resolver { $count } registro
   *[other] Resolver { $count } registros
}
settled-count = { $count ->
    [one] { $count } registro resuelto.
   *[other] { $count } registros resueltos.
}
stated-by = Declarado por
statement = Qué
why-not-counted = Por qué no cuenta
happened-at = Ocurrió
received-at = Recibido
quarantined-not-permitted = El rol no lo permitía
quarantined-wrong-actor = No es la persona de este teléfono
quarantined-device-revoked = El teléfono estaba revocado
quarantined-unknown-subject = Trata de algo que no existe
quarantined-id-reused = El mismo identificador se usó dos veces
quarantined-unreadable = No se puede leer
quarantined-breaks-rule = Rompe una regla que siempre se cumple
quarantined-employee-archived = El empleado ya estaba archivado
quarantined-period-locked = Su periodo de pago está cerrado
quarantined-set-aside = Se apartó
quarantined-parked = Se necesita una versión posterior de TimeTrakr
quarantined-other = Por otro motivo

## Listas
name = Nombre
code = Código
customer = Cliente
job = Obra
cost-code = Código de costo
archive = Archivar
restore = Restaurar
archived = Archivado
done = Listo
filter-state = Estado
filter-in-use = En uso
filter-archived = Archivados
filter-nothing = Nada coincide con el filtro
filter-nothing-hint = Cambie la búsqueda o el filtro para ver más.
created-toast = { $name }: agregado.
saved-toast = { $name }: guardado.
archived-toast = { $name }: archivado.
restored-toast = { $name }: de nuevo en uso.
jobs-search = Filtrar por nombre, código o cliente
jobs-count = { $count ->
    [one] { $count } obra
   *[other] { $count } obras
}
job-new = Obra nueva
job-code-hint = Su propio número, por ejemplo J-101.
job-archive-hint = Las obras archivadas no reciben más horas. Su historial se conserva.
jobs-empty = Todavía no hay obras
jobs-empty-body = Una obra es aquello para lo que se trabaja: una casa, un contrato, un cliente. Los teléfonos las ofrecen al registrar la entrada.
cost-codes-search = Filtrar por nombre, código u obra
cost-codes-count = { $count ->
    [one] { $count } código de costo
   *[other] { $count } códigos de costo
}
cost-code-new = Código de costo nuevo
cost-code-code-hint = Su propio número, por ejemplo 06-100.
cost-code-job = Solo para esta obra
every-job = Todas las obras
archived-job = Una obra archivada
cost-code-archive-hint = Los códigos archivados no reciben más horas. Su historial se conserva.
cost-codes-empty = Todavía no hay códigos de costo
cost-codes-empty-body = Un código de costo es un tipo de trabajo, como estructura o limpieza. Muestra en qué se fueron las horas de una obra.

## Personal
people-search = Filtrar por nombre, número, correo o rol
person-new = Agregar un empleado
people-empty = Todavía no hay empleados
people-empty-body = Agregue a las personas cuyas horas cuentan e invite sus teléfonos.
number = Número
number-hint = Su propio número para la persona, como en la nómina.
person-email-hint = Ahí se envían las invitaciones.
role = Rol
role-worker = Trabajador
role-manager = Encargado
role-owner = Propietario
role-other = Otro
role-hint = Los trabajadores registran su propio tiempo. Los encargados ven y corrigen el de todos. Los propietarios además cambian los roles y la empresa.
role-changed = El rol de { $name } se cambió.
phone = Teléfono
office-account = Cuenta de oficina
account-yes = Sí
invited = Invitado
no-device = Ninguno todavía
devices-count = { $count ->
    [one] { $count } teléfono
   *[other] { $count } teléfonos
}
person-archive-hint = Archive a quienes se fueron. Sus horas se conservan; sus teléfonos ya no pueden registrar.
invite-now = Invitar el teléfono enseguida
invite-now-hint = Recibirá un enlace, un código QR y un código para escribir.
invitations = Invitaciones
invite-phone = Invitar un teléfono
invite-another-phone = Invitar otro teléfono
invite-account = Invitar a la oficina
invite-archived = Restaure al empleado para invitar de nuevo.
invite-title = Invitar el teléfono de { $name }
invite-account-title = Invitar a { $name } a la oficina
invite-lead = Envíe el enlace a la persona o deje que la cámara del teléfono lea el código. Funciona una sola vez.
invite-account-lead = Envíe el enlace a la persona, que entonces elegirá una contraseña. Funciona una sola vez.
invite-link = Enlace de la invitación
invite-qr = Código QR del enlace
invite-code-lead = O escriba este código en la aplicación:
invite-expires = Válida hasta { $time }
invite-until = hasta { $time }
invite-by = De { $name }
invite-show = Mostrar
invite-revoke = Revocar
invite-again = Invitación nueva
revoked-toast = La invitación está revocada.
invitation-revoked = Revocada
invitation-open = Abierta
invitation-used = Usada
invitation-expired = Vencida
invitation-other = Terminada
copy = Copiar
copied = Copiado.
copy-failed = Su navegador no permite copiar desde esta página. Seleccione el enlace y cópielo.
mail-not-configured = Este servidor no envía correos. Entregue usted el enlace.
mail-no-address = No se conoce un correo. Entregue usted el enlace.
mail-queued = El correo está en camino.
mail-sent = El correo se envió.
mail-failed = El correo no se pudo enviar: { $problem }
devices = Teléfonos
devices-empty = Todavía ningún teléfono puede registrar para esta persona.
device-enrolled = desde { $date }
device-seen = visto { $age }
device-not-seen = no visto desde que se inició el servidor
device-revoked = Revocado
device-revoked-by = { $name }, { $time }
device-revoked-toast = { $name } ya no puede registrar.
device-copied = Copiado
device-copied-times = { $count ->
    [one] Sus datos se copiaron o se repusieron de una copia anterior; se detectó el { $time }.
   *[other] Sus datos se copiaron o se repusieron de una copia anterior { $count } veces; la última se detectó el { $time }.
} Se conservan las horas de todas las copias. Si nadie lo pasó a un teléfono nuevo, reemplácelo.
device-revoke = Revocar
device-replace = Reemplazar
device-revoke-effect = Ya no puede registrar. Lo que aún envíe espera hasta que alguien lo libere.
device-replace-effect = El teléfono anterior ya no puede registrar y usted recibe una invitación para el nuevo.

## Ajustes
settings-company = Empresa
settings-company-lead = Las fechas y los totales siguen la zona y la semana laboral.
settings-saved = Los ajustes se guardaron.
zone-change-hint = Un cambio mueve los días de todas las horas, también las pasadas.
settings-display = Idioma y colores
settings-display-lead = Para usted, en este navegador.
unsent-title = Horas del archivo de un teléfono
unsent-lead = Un teléfono que no alcanza el servidor exporta lo que no ha enviado. Suba aquí ese archivo; subirlo dos veces no hace daño.
unsent-file = Archivo
unsent-hint = Desde el teléfono: detalles de sincronización, exportar lo no enviado.
unsent-missing = Elija primero el archivo.
unsent-upload = Subir
unsent-taken = { $count ->
    [one] { $count } declaración está en el servidor.
   *[other] { $count } declaraciones están en el servidor.
}
unsent-problems = Algunas partes no se pudieron tomar. El teléfono todavía las tiene.
unsent-part = Parte { $number }
unsent-problem-malformed = dañada, expórtela de nuevo
unsent-problem-unknown-log = de un teléfono que esta empresa no conoce
unsent-problem-not-authentic = la firma no es del teléfono
unsent-problem-gap = faltan partes anteriores, expórtela de nuevo
unsent-problem-fork = el teléfono fue copiado; hay que configurarlo de nuevo
unsent-problem-other = no se pudo tomar
lan-title = Teléfonos de su propia red
lan-lead = Cada teléfono tiene que confiar una vez en este servidor antes de abrir una invitación.
lan-qr = Código QR de la página que ayuda a un teléfono a confiar en este servidor
lan-open = Escanee el código con el teléfono o abra en él:
lan-name = Certificado
lan-fingerprint = Huella (SHA-256)
backup-title = Copias de seguridad
backup-lead = Una copia de todo lo que guarda este servidor.
backup-last = Última copia
backup-none = todavía ninguna
backup-size = Tamaño
backup-mebibytes = { $size } MB
backup-scheduled = Hechas por el servidor
backup-scheduled-yes = según un horario
backup-scheduled-no = no: ponga backup.folder en su configuración
backup-failed = El { $at } no se pudo hacer una copia. El registro del servidor dice por qué.
backup-now = Hacer una copia ahora
backup-begun = Se está haciendo una copia.
backup-password = Su contraseña
backup-password-hint = El archivo lo contiene todo, con su clave. Guárdelo donde nadie más pueda leerlo.
backup-download = Descargar una copia
backup-overdue = La última copia es del { $date }. Si falla el disco del servidor, se pierde lo posterior.
backup-overdue-none = Todavía no hay ninguna copia de este servidor. Si falla su disco, se pierde todo.
backup-overdue-more = Ver las copias
restored-notice = Este servidor se restauró con una copia del { $date }. Lo que la oficina hizo después hay que hacerlo otra vez. Los teléfonos envían sus horas por sí solos.
restored-away = Quitar este aviso
read-only-disk-full = No se puede guardar nada nuevo desde { $since }: el disco del servidor está lleno. Lo que hay se puede leer, y los teléfonos conservan sus horas hasta que puedan enviarlas.
read-only-disk-full-to-do = Libere espacio en el disco, o ejecute allí «timetrakr recover-space», y reinicie el servidor.
read-only-disk-failed = No se puede guardar nada nuevo desde { $since }: falló el disco del servidor. Lo que hay se puede leer, y los teléfonos conservan sus horas hasta que puedan enviarlas.
read-only-disk-failed-to-do = Revise el registro del servidor y su disco, y reinicie el servidor. Tenga a mano una copia de seguridad.
read-only-stopped = No se puede guardar nada nuevo de esta empresa: el servidor la detuvo tras un fallo. Lo que hay se puede leer, y los teléfonos conservan sus horas hasta que puedan enviarlas.
read-only-stopped-to-do = Ejecute «timetrakr verify» en el servidor; su registro dice qué ocurrió.
read-only-tell = Avise a quien administra el servidor.
space-low = Al disco del servidor solo le quedan { $megabytes } MB. Cuando se llene, no se podrá guardar nada nuevo: libere espacio pronto.
space-low-away = No recordármelo durante un día
recovering-notice = Desde el { $since }, este servidor espera a los teléfonos: se restauró con una copia, y ellos tienen horas que al servidor le faltan. Las envían de nuevo por sí solos. Hasta entonces usted puede ver todo y no cambiar nada.
recovering-awaited = Aún falta: { $phones }.
recovering-phone = { $employee } ({ $phone }), { $count } { $count ->
    [one] registro
   *[other] registros
}
recovering-more = { $count ->
    [one] un teléfono más
   *[other] { $count } teléfonos más
}
recovering-gone = Un teléfono había visto { $count } { $count ->
    [one] cambio que este servidor ya no tiene
   *[other] cambios que este servidor ya no tiene
}.
recovering-ending = Los teléfonos han terminado. Se está contando lo que enviaron.
recovering-go-on = Seguir sin ellos
recovering-go-on-title = ¿Seguir sin estos teléfonos?
recovering-go-on-body = Hágalo si un teléfono se perdió o se averió, o si tardará mucho en volver. Lo que llegó hasta ahora cuenta, y la oficina puede trabajar de nuevo. Si un teléfono aparece más tarde, sus horas contarán entonces, después de lo que la oficina haya hecho entretanto.
recovering-go-on-confirm = Seguir
recovering-went-on = La empresa sigue.
backup-overdue-away = No recordármelo durante una semana

about-title = Acerca de
about-version = Versión
about-founded = En uso desde
about-position = Asientos en el diario
about-mail = Correo
about-mail-yes = configurado
about-mail-no = no configurado
not-secure-notice = Todavía no se pueden invitar teléfonos: la dirección pública del servidor debe empezar con https. Indique public_url en su configuración.

## Qué salió mal, según el código del servidor
error-account-of-other-member = Esta cuenta es de otra persona de la empresa.
error-backup-folder-missing = El servidor no tiene carpeta para copias. Ponga backup.folder en su configuración.
error-bad-request = El servidor no lo entendió. Cargue la página de nuevo.
error-bad-unsent-file = Este no es un archivo de horas no enviadas.
error-bad-value = Este valor no se puede usar. Revíselo.
error-body-too-large = Es demasiado grande para enviarlo.
error-busy = El servidor está ocupado. Inténtelo de nuevo en un momento.
error-changed-meanwhile = Alguien lo cambió mientras tanto. Revíselo antes de guardar.
error-code-taken = Este código ya está en uso.
error-company-exists = La empresa ya está configurada. Inicie sesión.
error-cost-code-archived = Este código de costo está archivado. Restáurelo o elija otro.
error-cost-code-not-found = Este código de costo no existe.
error-cost-code-of-other-job = Este código de costo es de otra obra.
error-cross-site = La solicitud no vino de esta página. Cargue la página de nuevo.
error-device-not-found = Este teléfono no existe.
error-email-invalid = Esto no es un correo electrónico.
error-email-taken = Otra persona tiene este correo electrónico.
error-employee-archived = Este empleado está archivado. Restáurelo primero.
error-employee-not-found = Este empleado no existe.
error-entry-break-invalid = Los descansos deben estar dentro del registro y no traslaparse.
error-entry-ends-before-start = El fin debe ser posterior al inicio.
error-entry-in-future = La hora está en el futuro.
error-entry-not-voided = Este registro ya cuenta.
error-entry-too-long = Un registro puede durar 7 días como máximo.
error-entry-voided = Este registro está anulado. Restáurelo primero.
error-entry-voided-by-manager = Un encargado anuló este registro.
error-export-too-large = Son demasiados registros para un solo archivo. Elija menos días o empleados.
error-invitation-for-other-purpose = Esta invitación es para otra cosa.
error-invitation-not-found = Esta invitación no existe.
error-invitation-not-open = Fue usada, revocada o ha vencido. Pida una nueva.
error-reset-not-open = Ya se usó, o pasó más de una hora. Pida otro a quien administra el servidor.
error-job-archived = Esta obra está archivada. Restáurela o elija otra.
error-job-not-found = Esta obra no existe.
error-last-owner = Una empresa necesita al menos un propietario.
error-not-found = Esto ya no existe.
error-not-permitted = Su rol no lo permite.
error-not-signed-in = Su sesión terminó. Inicie sesión de nuevo.
error-nothing-changed = No se cambió nada.
error-password-common = Demasiadas personas usan esta contraseña. Elija otra.
error-password-guessable = Esta contraseña usa su correo o el nombre de la empresa. Elija otra.
error-password-too-long = Esta contraseña es demasiado larga.
error-password-too-short = Use 12 caracteres o más.
error-public-url-not-secure = Todavía no se pueden invitar teléfonos: la dirección pública del servidor debe empezar con https. Indique public_url en su configuración.
error-recovering = El servidor se restauró y espera a que los teléfonos envíen de nuevo lo que le falta. No se cambió nada. Inténtelo de nuevo cuando hayan terminado.
error-not-recovering = Ya no se espera nada.
error-read-only = El servidor no puede guardar nada en este momento. No se cambió nada.
error-company-stopped = Esta empresa se detuvo tras un fallo y no se guarda nada nuevo. No se cambió nada.
error-too-many-files = Se subieron demasiados archivos sin importarlos. Cada uno se elimina al cabo de un día: importe uno de ellos o inténtelo mañana.
error-server-shared = En este servidor hay también otras empresas. Quien lo administra hace las copias.
error-setup-done = La empresa ya está configurada. Cargue la página de nuevo para iniciar sesión.
error-storage-failed = El servidor no pudo leer sus datos. Inténtelo de nuevo en un momento.
error-text-control-characters = Contiene caracteres que no se pueden usar.
error-text-empty = Complete este campo.
error-text-too-long = Este texto es demasiado largo.
error-time-entry-not-found = Este registro no existe.
error-timed-out = El servidor tardó demasiado. Inténtelo de nuevo.
error-too-many-requests = Demasiados intentos. Espere un poco e inténtelo de nuevo.
error-workweek-start-invalid = Elija un día de la semana.
error-wrong-credentials = El correo electrónico o la contraseña no son correctos.
error-wrong-media-type = El servidor no acepta este tipo de archivo.
error-wrong-setup-code = Este no es el código que mostró el servidor.
error-zone-unknown = Esta zona horaria no se conoce. Elija una de la lista.
error-too-many-requests-wait = { $minutes ->
    [one] Demasiados intentos. Inténtelo de nuevo en { $minutes } minuto.
   *[other] Demasiados intentos. Inténtelo de nuevo en { $minutes } minutos.
}

## Llevarse las hojas de horas
export = Exportar
export-title = Exportar hojas de horas
export-period = Período
export-period-this-week = Esta semana
export-period-last-week = La semana pasada
export-period-this-month = Este mes
export-period-last-month = El mes pasado
export-period-custom = Días que elijo
export-period-other = Período
export-from = Primer día
export-to = Último día
export-date-missing = Escriba una fecha.
export-ends-before = El último día es anterior al primero.
export-format = Formato
export-format-xlsx = Excel
export-format-csv = CSV
export-format-tsv = TSV
export-format-pdf = PDF para firmar
export-format-other = Formato
export-employees = Empleados
export-employees-all = Todos
export-jobs = Obras
export-jobs-all = Todas las obras
export-remove = Quitar { $name }
export-columns = Columnas
export-columns-missing = Elija al menos una columna.
export-column-employee = Empleado
export-column-employee-number = Número de empleado
export-column-work-date = Fecha de trabajo
export-column-start = Inicio
export-column-end = Fin
export-column-time-zone = Zona horaria
export-column-unpaid-break = Descanso sin pago
export-column-paid-break = Descanso pagado
export-column-worked = Trabajado
export-column-hours = Horas decimales
export-column-job-code = Código de obra
export-column-job = Obra
export-column-customer = Cliente
export-column-cost-code-number = Número de código de costo
export-column-cost-code = Código de costo
export-column-note = Nota
export-column-exceptions = Excepciones
export-column-entry-id = Id del registro
export-column-other = Columna
export-paper = Una página por empleado y semana, con líneas para firmar.
export-rule = Un registro pertenece al día en que empezó. Los que siguen abiertos se cuentan hasta ahora.
export-busy = Se está preparando el archivo.
export-done = { $file } está en sus descargas.
export-not-saved = Su navegador no aceptó el archivo. Permita las descargas de esta página e inténtelo de nuevo.

## El enlace a las horas propias
calendar-link = Enlace de calendario
calendar-lead = Suscríbase a este enlace en su aplicación de calendario y le mostrará sus horas de los últimos doce meses.
calendar-none = Usted no tiene ningún enlace.
calendar-since = Su enlace está en uso desde { $time }.
calendar-once = Cópielo ahora: solo se muestra esta vez.
calendar-secret = Quien tenga el enlace ve sus horas sin iniciar sesión. Un enlace nuevo termina el anterior.
calendar-make = Crear un enlace
calendar-renew = Crear un enlace nuevo
calendar-revoke = Terminar el enlace
calendar-revoked = El enlace ya no funciona.

## Traer horas de archivos
date = Fecha
breadcrumbs = Dónde está usted
imports = Importaciones
imports-lead = Horas de otro programa o de una tabla propia.
imports-open = Ver importaciones
imports-not-yours = Importan los propietarios y los encargados
imports-not-yours-body = Pida a uno de ellos que traiga las horas o que cambie su función.
imports-empty = Todavía no se importó nada
imports-empty-body = Traiga horas de Toggl Track, Clockify, Harvest, Kimai o solidtime, o de cualquier tabla en CSV, TSV o Excel. Usted ve el resultado antes de que se agregue algo y puede deshacerlo.
import-hours = Importar horas
import-file = Archivo
import-state = Estado
import-by = Importado por
import-at = Cuándo
import-entries = Registros
import-rejected = No tomadas
import-by-server = quien administra el servidor
import-by-at = Importado por { $name }, { $at }
import-running = En curso
import-finished = Importado
import-empty = Nada nuevo
import-failed = Falló
import-undone = Deshecho
import-figure-rows = Filas del archivo
import-figure-new = Por importar
import-figure-imported = Importadas
import-figure-hours = { $hours } horas
import-figure-there = Ya están
import-figure-there-detail = No agregan nada.
import-figure-rejected = No tomadas
import-figure-rejected-detail = Cada una con su motivo.
import-line = Línea
import-reason = Por qué
import-rejected-title = { $count ->
    [one] { $shown } fila no se puede tomar
   *[other] { $shown } filas no se pueden tomar
}
import-rejected-were = { $count ->
    [one] { $shown } fila no se tomó
   *[other] { $shown } filas no se tomaron
}
import-rejected-first = Las primeras { $count } de { $all }. El archivo las tiene todas: corríjalo e impórtelo como cualquier otro.
import-rejected-all = El archivo las tiene con el motivo: corríjalo e impórtelo como cualquier otro.
import-rejected-download = Descargar estas filas
import-undo = Deshacer la importación
import-undo-title = Deshacer la importación de { $file }
import-undo-entries = { $count ->
    [one] { $shown } registro con { $hours } horas deja de contar.
   *[other] { $shown } registros con { $hours } horas dejan de contar.
}
import-undo-added = También se va lo que agregó, salvo que algo más ya lo use:
import-undo-stays = El archivo y esta página se conservan. El mismo archivo se puede importar de nuevo.
import-undo-done = La importación se deshizo.
import-added = Se agregó: { $what }.
import-added-employees = { $count ->
    [one] { $shown } empleado
   *[other] { $shown } empleados
}
import-added-jobs = { $count ->
    [one] { $shown } obra
   *[other] { $shown } obras
}
import-added-cost-codes = { $count ->
    [one] { $shown } código de costo
   *[other] { $shown } códigos de costo
}
import-gone = No existe esa importación
import-gone-body = Si estaba en curso cuando el servidor se detuvo, nada de ella cuenta. Importe el archivo de nuevo.
import-other = Elegir otro archivo
import-file-download = Descargar el archivo
import-progress-reading = Se leen las filas.
import-progress-storing = Se guardan los registros.
import-progress-count = { $done } de { $all }
import-progress-leave = Sigue por sí sola: puede salir de esta página. Nada cuenta hasta que esté completa.
import-undone-by = La deshizo { $name } ({ $at }). Nada de ella cuenta.
import-undone-kept = Estos se conservan porque algo más los usa: { $names }.
import-empty-why = Todas las filas ya estaban o no se pudieron tomar. No se agregó nada.
import-failed-why = Nada de ella cuenta. { $why }
import-to-timesheets = Hojas de horas de { $range }
import-to-last-week = Ir a la última semana
import-column-at = Columna { $letter }
import-dates = Fechas
import-fixed-employee = Quién trabajó, donde una fila no nombra a nadie
import-fixed-employee-hint = Para un archivo de una sola persona.
import-reading = Cómo se lee
import-source = Programa
import-source-hint = De dónde viene el archivo. Decide qué es cada columna.
import-zone = Zona horaria de las horas
import-zone-hint = La zona de quienes las anotaron.
import-steps = Pasos
import-step-file = Archivo
import-step-columns = Columnas
import-step-preview = Vista previa
import-back = Volver a las columnas
import-file-lead = Usted ve lo que se importaría antes de que se agregue algo, y después puede deshacerlo.
import-file-choose = Elija un archivo o suéltelo aquí
import-file-hint = CSV, TSV o Excel (XLSX), hasta 32 MB.
import-programs = Qué se puede importar
import-programs-own = cualquier tabla con quién, cuándo y cuánto
import-programs-how = De un programa, exporte el informe detallado: una fila por registro.
import-sending = Se envía el archivo.
import-file-reading = El servidor lee el archivo.
import-file-rows = { $file }: { $count ->
    [one] { $rows } fila
   *[other] { $rows } filas
}
import-recognised = Parece una exportación de { $program }.
import-recognised-none = No es una exportación que TimeTrakr conozca. Revise qué contiene cada columna.
import-remembered = Las columnas se leen como en su última importación de un archivo con los mismos encabezados.
import-columns = Columnas
import-columns-lead = Hace falta quién trabajó, una fecha y, o bien inicio y fin, o bien una duración. Lo demás se puede omitir.
import-column = Columna
import-column-values = Primeros valores
import-column-holds = Qué contiene
import-column-nameless = Columna { $number }
import-column-field = Qué contiene la columna { $column }
import-field-none = Omitir
import-field-employee = Empleado
import-field-first-name = Nombre
import-field-last-name = Apellido
import-field-email = Correo
import-field-customer = Cliente
import-field-job = Obra
import-field-job-code = Código de obra
import-field-cost-code = Código de costo
import-field-note = Nota
import-field-date = Fecha
import-field-start-date = Fecha de inicio
import-field-start-time = Hora de inicio
import-field-end-date = Fecha de fin
import-field-end-time = Hora de fin
import-field-start = Inicio, fecha y hora
import-field-end = Fin, fecha y hora
import-field-duration = Duración
import-field-break = Descanso sin pago
import-field-zone = Zona horaria
import-field-kind = Clase de fila
import-field-other = Nombre
import-preset-timetrakr = TimeTrakr
import-preset-toggl = Toggl Track
import-preset-clockify = Clockify
import-preset-harvest = Harvest
import-preset-kimai = Kimai
import-preset-solidtime = solidtime
import-preset-generic = Otra tabla
import-preset-other = Otra tabla
import-order-why = Todas las fechas de este archivo se pueden leer de dos maneras. Diga cuál es la correcta; la más probable está marcada.
import-order-question = ¿Cómo están escritas las fechas?
import-order-question-of = ¿Qué día es { $text }?
import-order-month-of = { $date } (mes primero)
import-order-day-of = { $date } (día primero)
import-order-month-first = Mes primero
import-order-day-first = Día primero
import-order-other = Como están en el archivo
import-by-file = Como muestra el archivo
import-more = Números y unidades
import-decimals = Decimales
import-decimals-point = 7.5 (punto)
import-decimals-comma = 7,5 (coma)
import-duration-unit = Unidad de las duraciones
import-break-unit = Unidad de los descansos
import-unit-hours = Horas
import-unit-minutes = Minutos
import-unit-seconds = Segundos
import-unit-other = Unidad
import-look = Vista previa
import-preview-lead = Todavía no se agregó nada. Esto es lo que haría la importación.
import-now = { $count ->
    [one] Importar { $shown } registro
   *[other] Importar { $shown } registros
}
import-now-none = Importar
import-all-there = Todas las filas de este archivo ya están. No hay nada que importar.
import-rest-there = Lo que se podría tomar ya está. No hay nada que importar.
import-none-readable = Ninguna fila se puede tomar. Revise los motivos y qué contiene cada columna.
import-names-more = { $names } y { $count } más
import-new-names = Se agregan también
import-times = Horario
import-there-already = Ya está
import-new = Nuevo
import-first-rows = { $count ->
    [one] La primera fila como se importaría
   *[other] Las primeras { $count } filas como se importarían
}
import-line-of = Importado de { $file } por { $name }

## Por qué una fila no se puede importar
rejected-no-employee = No dice quién trabajó.
rejected-no-date = No tiene fecha.
rejected-no-time = No tiene ni horario ni duración.
rejected-still-running = No tiene fin ni duración: seguía en marcha.
rejected-total = No tiene fecha ni nombre: parece un total.
rejected-not-work = Está marcada como { $kind }, que no es trabajo.
rejected-not-a-date = { $text } no es una fecha.
rejected-not-a-month-first-date = { $text } no es una fecha. Las fechas del archivo llevan el mes primero.
rejected-not-a-day-first-date = { $text } no es una fecha. Las fechas del archivo llevan el día primero.
rejected-not-a-time = { $text } no es una hora del día.
rejected-not-a-duration = { $text } no es una duración.
rejected-end-before-start = Termina antes de empezar.
rejected-break-too-long = Su descanso es más largo que su tiempo.
rejected-too-long = Dura más de 7 días.
rejected-too-many-hours = Tiene más de 24 horas en una fecha.
rejected-text-too-long = { $field }: más de { $max } caracteres.
rejected-unknown-zone = { $text } no es una zona horaria.
rejected-ambiguous-employee = Más de un empleado se llama así. Agregue el correo o cambie el nombre de uno.
rejected-ambiguous-job = Más de una obra se llama así. Agregue el código de obra o el cliente.
rejected-ambiguous-cost-code = Más de un código de costo se llama así.
rejected-in-future = Está en el futuro.
rejected-period-locked = El tiempo está en un periodo de pago cerrado. Ábralo, o indíquelo como corrección tardía.
rejected-longer-than-its-day = Con ella, esta persona tiene en la fecha más horas que el día.
rejected-text-refused = { $field }: este texto no se puede usar.
rejected-company-full = { $field }: la empresa ya tiene tantos como puede.
rejected-other = No se puede tomar.

## Qué salió mal con un archivo o una importación
error-file-cell-too-long = Una celda de este archivo es demasiado larga. Quizá falte una comilla.
error-file-damaged-workbook = Este libro está dañado. Ábralo en una hoja de cálculo y guárdelo de nuevo.
error-file-empty = Este archivo está vacío.
error-file-locked-workbook = Este libro es de un formato antiguo o tiene contraseña. Guárdelo como XLSX sin ella.
error-file-no-such-sheet = El libro no tiene esa hoja.
error-file-not-a-table = Esto no es texto ni un libro de Excel. Guárdelo como CSV o XLSX.
error-file-too-large = Este archivo pasa de 32 MB. Divídalo por año o por empleado.
error-file-too-many-columns = Este archivo tiene más de 200 columnas.
error-file-too-many-rows = Este archivo tiene más de 200,000 filas. Divídalo por año o por empleado.
error-import-finished = Esta importación está terminada.
error-import-incomplete = Faltan partes de esta importación. Empiécela de nuevo.
error-import-not-found = Esta importación no existe.
error-import-running = Hay otra importación en curso. Espere a que termine.
error-import-too-large = Esta importación es demasiado grande. Divida el archivo por año o por empleado.
error-import-undone = Esta importación ya se deshizo.
error-import-unfinished = Esta importación no se terminó.
error-mapping-no-date = Elija la columna de la fecha o la del inicio.
error-mapping-no-employee = Elija la columna del empleado o nombre a un empleado para todo el archivo.
error-mapping-no-length = Elija las columnas de inicio y fin, o la de la duración.
error-mapping-version = El archivo se leyó con una versión posterior de TimeTrakr. Elija sus columnas de nuevo.
error-server-stopping = El servidor se detuvo. Importe el archivo de nuevo.

# Fichas de acceso
tokens = Fichas de acceso
tokens-lead = Con una ficha de acceso, un programa suyo usa TimeTrakr en su nombre.
tokens-empty = No tiene fichas de acceso.
token-once = Copie el secreto ahora: se muestra solo esta vez.
token-until = Hasta el { $date }
token-used = Último uso: { $date }
token-unused = Sin usar todavía
token-read-only = Solo lee
token-read-only-hint = Ve lo que usted ve y no cambia nada.
token-revoke = Revocar
token-revoked = La ficha de acceso ya no funciona.
token-name = Nombre
token-name-hint = Por ejemplo, lo que hace el programa.
token-name-missing = Póngale un nombre.
token-life = Válida por
token-days = { $count } días
token-power = Quien tenga el secreto puede hacer lo mismo que usted. Revoque las fichas que ya no se usan.
token-make = Crear una ficha
api-docs = Cómo usar TimeTrakr desde programas
api-docs-lead = Sus programas pueden hacer lo mismo que la oficina.
error-too-many-access-tokens = Ya tiene el máximo de fichas de acceso. Revoque una que no se use.
error-session-needed = Inicie sesión en la oficina para esto.

# Retenidos
exceptions-of-entries = Registros de tiempo
held = Retenidos
held-lead = El servidor guarda estas declaraciones y no las cuenta. Lo que esperan aún puede ocurrir por sí solo, o decide usted.
held-search = Persona, dispositivo o palabras
held-count = { $count ->
    [one] { $count } declaración
   *[other] { $count } declaraciones
}
held-any-reason = Cualquier motivo
held-empty = No hay nada retenido
held-empty-body = Las horas de un teléfono revocado, o lo que un rol no permitía, esperan aquí hasta que alguien decida.
held-none-such = Ninguna de estas
held-none-such-body = Elija otro estado para ver más.
held-state-held = Retenida
held-state-set-aside = Apartada
held-state-counted = Ya cuenta
held-state-late = Corrección tardía
held-state-superseded = Superada por otra edición
held-state-other = Retenida
held-someone = Alguien
held-clocked-in = { $who } fichó la entrada a las { $time }
held-clocked-out = { $who } fichó la salida a las { $time }
held-break-started = { $who } empezó una pausa a las { $time }
held-break-ended = { $who } terminó una pausa a las { $time }
held-job-switched = { $who } cambió de trabajo a las { $time }
held-entry-added = { $who } anotó el { $day }, de { $from } a { $to }
held-entry-edited = { $who } editó un registro de tiempo
held-entry-voided = { $who } anuló un registro de tiempo
held-entry-restored = { $who } restauró un registro de tiempo
held-exceptions-settled = { $who } resolvió excepciones de un registro de tiempo
held-unknown = { $who } declaró algo que esta versión no conoce
held-other = { $who } declaró algo que no trata de horas
held-on-job = { $said } en { $job }
held-about = { $said }, para { $name }
held-one = Declaración retenida
held-said = Lo que dice
held-device = A través de
held-whom = Tiempo de
held-start = Inicio
held-end = Fin
held-changes = Cambia
held-note = Nota o motivo
held-field-start = inicio
held-field-end = fin
held-field-breaks = pausas
held-field-job = trabajo
held-field-costcode = código de coste
held-field-note = nota
held-field-voided = si cuenta
held-field-other = otro
held-since = Lo ocurrido desde entonces
held-arrived = Llegó y quedó retenida
held-by-server = El servidor
held-event-held = { $by }: retenida. { $reason }
held-event-set-aside = { $by } la apartó
held-event-counted = { $by } hizo que cuente
held-event-late = { $by } la convirtió en corrección tardía
held-event-superseded = { $by } hizo que cuente, pero otra edición de lo mismo iba antes
held-next-device-revoked = Pregunte a la persona. Si las horas son correctas, haga que cuenten: usted responde de ellas.
held-next-not-permitted = Si es correcto, haga que cuente. También contará por sí solo cuando el rol de la persona lo permita.
held-next-employee-archived = Si es correcto, haga que cuente. También contará por sí solo cuando se restaure al empleado.
held-next-unknown-subject = Contará por sí solo cuando llegue aquello de lo que trata. Si no, registre a mano lo correcto y aparte esto.
held-next-parked = Contará por sí solo tras una actualización de TimeTrakr que lo conozca.
held-next-wrong-actor = Un teléfono habló por otra persona. Esto no puede contar; registre a mano lo correcto y apártelo.
held-next-id-reused = Esto no puede contar. Registre a mano lo correcto y apártelo.
held-next-unreadable = Esto no puede contar. Registre a mano lo correcto y apártelo.
held-next-breaks-rule = Esto no puede contar. Registre a mano lo correcto y apártelo.
held-next-period-locked = Su periodo de pago está cerrado. Ábralo o registre a mano lo correcto, y aparte esto.
held-next-other = Revíselo y registre a mano lo correcto.
held-next-set-aside = Se guarda y no cuenta nunca, salvo que usted lo deshaga.
held-next-counted = Cuenta. Para deshacerlo, anule o corrija el registro en Hojas de horas.
held-next-late = Su período está cerrado. Espera con las correcciones tardías de la hoja de horas.
held-next-superseded = La edición de otra persona iba antes. Queda en el historial del registro.
held-release = { $count ->
    [one] Hacer que cuente
   *[other] Hacer que cuenten { $count }
}
held-set-aside = { $count ->
    [one] Apartar
   *[other] Apartar { $count }
}
held-take-back = { $count ->
    [one] Retener de nuevo
   *[other] Retener { $count } de nuevo
}
held-release-device = Hacer que cuente todo lo de { $device }
held-release-title = { $count ->
    [one] Hacer que esta declaración cuente
   *[other] Hacer que { $count } declaraciones cuenten
}
held-set-aside-title = { $count ->
    [one] Apartar esta declaración
   *[other] Apartar { $count } declaraciones
}
held-take-back-title = { $count ->
    [one] Retener de nuevo esta declaración
   *[other] Retener de nuevo { $count } declaraciones
}
held-release-effect = Cuentan desde ahora tal como se declararon, y usted consta como quien responde de ellas.
held-set-aside-effect = Se guardan, no cuentan nunca y dejan de figurar como pendientes. Puede deshacerlo.
held-take-back-effect = Vuelven a esperar, y cuentan si ya nada se lo impide.
held-reason-missing = Diga por qué, para que otros lo entiendan después.
held-released = { $count ->
    [one] Ya cuenta { $count } declaración.
   *[other] Ya cuentan { $count } declaraciones.
}
held-was-set-aside = { $count ->
    [one] Se apartó { $count } declaración.
   *[other] Se apartaron { $count } declaraciones.
}
held-taken-back = { $count ->
    [one] Se retiene de nuevo { $count } declaración.
   *[other] Se retienen de nuevo { $count } declaraciones.
}
held-left = { $count ->
    [one] { $count } no se pudo resolver así y sigue igual.
   *[other] { $count } no se pudieron resolver así y siguen igual.
}

## Approving timesheets
approve = Aprobar
approve-period = Período de pago
approve-period-before = Período de pago anterior
approve-period-after = Período de pago siguiente
approve-period-this = Este período
approve-not-ended = Este período aún no ha terminado.
approve-lock = Cerrar el período
approve-unlock = Abrir el período
approve-locked-by = { $name } cerró este período el { $time }.
approve-locked-means = Sus horas ya no cambian. Lo que se corrija ahora será una corrección tardía y se pagará en un período posterior.
approve-locked-by-pay-run = Lo cerró una nómina: sus horas ya se pagaron. Lo que se corrija ahora será una corrección tardía y se pagará en un período posterior.
approve-unlocked-by = { $name } abrió este período el { $time }.
approve-lock-title = Cerrar { $period }
approve-lock-effect = Las horas de este período ya no cambian, ni en los teléfonos, ni aquí, ni al importar. Lo que se corrija después será una corrección tardía, que usted acepta o rechaza, y se pagará en un período posterior.
approve-unlock-title = Abrir { $period }
approve-unlock-effect = Las horas de este período se pueden cambiar otra vez. Ciérrelo de nuevo antes de pagarlo.
approve-locked-toast = El período está cerrado.
approve-unlocked-toast = El período se puede cambiar otra vez.
approve-note = Nota, si desea
approve-title = { $count ->
    [one] Aprobar { $count } hoja de horas
   *[other] Aprobar { $count } hojas de horas
}
approve-effect = Usted aprueba exactamente los registros que ve ahora. Si uno cambia después, la hoja se lo pedirá otra vez.
approve-left = { $count ->
    [one] { $count } que eligió queda fuera: tiene preguntas abiertas o ya está aprobada.
   *[other] { $count } que eligió quedan fuera: tienen preguntas abiertas o ya están aprobadas.
}
approve-submitted-effect = Aprueba todas las hojas de este período que su empleado envió, que nadie cambió desde entonces y que no tienen excepciones ni objeciones abiertas. La suya queda fuera si no puede aprobarla usted.
approve-done = { $count ->
    [one] { $count } hoja de horas está aprobada.
   *[other] { $count } hojas de horas están aprobadas.
}
approve-return = Devolver
approve-return-title = Devolver la hoja de horas de { $name }
approve-return-effect = Vuelve al empleado, que ve su motivo y la envía otra vez.
approve-returned = La hoja de horas de { $name } fue devuelta.
approve-reopen = Reabrir
approve-reopen-title = Reabrir la hoja de horas de { $name }
approve-reopen-effect = Deja de estar aprobada. El empleado ve su motivo.
approve-reopened = La hoja de horas de { $name } está abierta otra vez.
approve-look-again = Cerrar esto y mirar otra vez
approve-by-exception = { $count ->
    [one] { $count } hoja de horas fue enviada y no tiene preguntas abiertas.
   *[other] { $count } hojas de horas fueron enviadas y no tienen preguntas abiertas.
} { $others ->
    [0] No queda ninguna más.
    [one] { $others } más no está lista.
   *[other] { $others } más no están listas.
}
approve-all-ready = { $count ->
    [one] Aprobarla …
   *[other] Aprobar las { $count } …
}
approve-all-done = Todas las hojas de horas de este período están aprobadas.
approve-none-ready = Ninguna hoja enviada espera sin preguntas abiertas.
approve-selected = { $count ->
    [0] Aprobar …
    [one] Aprobar { $count } …
   *[other] Aprobar { $count } …
}
approve-chosen = { $count ->
    [one] { $count } hoja de horas elegida
   *[other] { $count } hojas de horas elegidas
}
approve-selected-none = Ninguna de estas se puede aprobar como está.
approve-look = Por revisar
approve-caption = Hojas de horas del período
approve-empty = No hay hojas de horas en este período
approve-empty-body = Cada persona que trabaja aquí, o que tiene horas en este período, recibe una fila.
approve-decimal = Decimal
approve-deducted = Descontado
approve-questions = Por revisar
approve-objects = No está de acuerdo
approve-changes = { $count ->
    [one] { $count } cambio desde entonces
   *[other] { $count } cambios desde entonces
}
approve-missed-count = { $count ->
    [one] { $count } descanso no dado
   *[other] { $count } descansos no dados
}
approve-missed-meal = El empleado dice que no tuvo el período de comida del { $date }.
approve-missed-rest = El empleado dice que no tuvo un período de descanso del { $date }.
approve-back = Todas las hojas de horas del período
approve-objection = { $name } no está de acuerdo: “{ $words }”
approve-exceptions = Excepciones abiertas: { $kinds }. Resuélvalas en los días de abajo y luego apruebe.
approve-not-you = Otra persona debe decidir sobre esto: nadie aprueba su propio tiempo.
approve-days = Días de la hoja de horas
approve-meal-by-rule = Comida descontada por regla: { $hours }
approve-meal-worked = El empleado dice que trabajó durante la comida.
approve-open-day = Abrir el día
approve-week = Semana laboral { $range }
approve-changed-by-others = Cambiado por otros desde que se envió
approve-said = Lo que se dijo
approve-nothing-said = Aún no se dijo nada sobre esta hoja de horas.
approve-said-submitted = { $name } la envió y dijo que es verdad
approve-said-objected = { $name } no está de acuerdo
approve-said-approved = { $name } la aprobó
approve-said-returned = { $name } la devolvió
approve-said-reopened = { $name } la reabrió
approve-said-other = { $name } hizo algo que conoce una versión posterior
approve-other-entries = Los registros cambiaron desde entonces.
approve-sign-employee = Empleado, fecha
approve-sign-approver = Aprobado por, fecha
approve-late = Correcciones tardías
approve-late-lead = Declaraciones sobre tiempo en períodos cerrados. Cuentan cuando usted las acepta y se pagan en el siguiente período que no esté cerrado.
approve-late-count = { $count ->
    [one] { $count } corrección tardía
   *[other] { $count } correcciones tardías
}
approve-late-waiting = { $count ->
    [one] { $count } corrección tardía de este empleado espera una decisión.
   *[other] { $count } correcciones tardías de este empleado esperan una decisión.
}
approve-late-open = Abrir las correcciones tardías
approve-late-empty = No espera ninguna corrección tardía
approve-late-empty-body = Lo que alguien declara sobre tiempo en un período cerrado aparece aquí.
approve-late-stated = { $name } declaró esto el { $time }.
approve-late-new = Registro nuevo
approve-late-void = No debe contar
approve-late-restore = Debe contar otra vez
approve-late-change = Cambio
approve-late-pays = Si la acepta, se paga en { $range }.
approve-late-pays-next = Si la acepta, se paga en el siguiente período.
approve-late-accept = Aceptar
approve-late-accept-title = Aceptar la corrección tardía de { $name }
approve-late-accept-effect = Cuenta como está declarada y se paga en el siguiente período que no esté cerrado.
approve-late-accepted = La corrección tardía cuenta.
approve-late-decline = Rechazar
approve-late-decline-title = Rechazar la corrección tardía de { $name }
approve-late-decline-effect = No cuenta. El empleado ve su motivo.
approve-late-declined = La corrección tardía fue rechazada.
approve-late-offer = Puede enviar lo que escribió como corrección tardía. Alguien que aprueba decide sobre ella y se paga en un período posterior.
approve-late-send = Enviar como corrección tardía
approve-late-sent = Enviada como corrección tardía. Cuenta cuando se acepte.
timesheet-open = Sin enviar
timesheet-submitted = Enviada
timesheet-changed-since-submitted = Cambiada después de enviarse
timesheet-returned = Devuelta
timesheet-approved = Aprobada
timesheet-changed-since-approved = Cambiada después de aprobarse
timesheet-zone = Días en la zona { $zone }

## Settings of time
timesheet-settings = Tiempo
timesheet-settings-lead = Períodos de pago, semana laboral, descansos y plazos, cada uno desde una fecha.
timesheet-settings-locked = El tiempo hasta el { $date } está cerrado. La configuración cambia después.
timesheet-now = Ahora
timesheet-since = Desde el { $date }
timesheet-from-then = A partir del { $date }
timesheet-from = Desde
timesheet-from-hint = Lo anterior queda como estaba.
timesheet-date-missing = Escriba una fecha.
timesheet-calendar = Períodos de pago y semana laboral
timesheet-periods = Períodos de pago
timesheet-every-workweek = Cada semana laboral
timesheet-every-week = Cada semana
timesheet-every-two-weeks = Cada dos semanas
timesheet-every-half-month = Dos veces al mes
timesheet-every-month = Cada mes
timesheet-anchor = Primer día de un período
timesheet-anchor-hint = Cualquiera de ellos: los demás se deducen de él.
timesheet-first-day = Día del mes en que empieza
timesheet-second-day = Día en que empieza el segundo
timesheet-day-of-month = Escriba un día del 1 al 28.
timesheet-days-in-order = El segundo día debe ser posterior al primero dentro del mes.
timesheet-day-starts = Los días empiezan a las
timesheet-workweek-words = Las semanas laborales empiezan el { $day }, los días a las { $time }
timesheet-policy = Descansos, plazos y recordatorios
timesheet-meal = Descontar una comida por regla
timesheet-meal-hint = Donde nadie registró una comida. El empleado puede decir que trabajó durante ella; entonces no se descuenta nada.
timesheet-meal-after = Después de tantos minutos trabajados en un día
timesheet-meal-minutes = Minutos que se descuentan
timesheet-meal-wrong = Escriba ambos en minutos. No se puede descontar más de 120 ni más de lo trabajado.
timesheet-meal-words = Se descuenta una comida de { $minutes } minutos después de { $hours } horas
timesheet-ask-meal = Preguntar por los períodos de comida al marcar la salida
timesheet-ask-rest = Preguntar por los períodos de descanso al marcar la salida
timesheet-ask-hint = El teléfono pregunta si cada uno se tomó, se ofreció y no se tomó, o no se dio.
timesheet-submit-due = Enviar en tantas horas
timesheet-approve-due = Aprobar en tantas horas
timesheet-due-hint = Se cuentan desde el final del período. Déjelo vacío si no hay plazo.
timesheet-hours-wrong = Escriba horas enteras, o nada.
timesheet-remind = Recordar tantas horas antes
timesheet-remind-hint = Por correo electrónico, una vez por período y persona. Déjelo vacío si no desea recordatorios.
timesheet-submit-words = enviar en { $hours } h
timesheet-approve-words = aprobar en { $hours } h
timesheet-remind-words = recordatorios { $hours } h antes
timesheet-policy-nothing = No se pregunta ni se descuenta nada, y no hay plazos
timesheet-person-zone = Zona horaria de este empleado
timesheet-person-zone-lead = Los días empiezan y terminan en la zona de la empresa, salvo que elija otra desde una fecha.
timesheet-person-zone-own = Una zona distinta de la de la empresa
error-period-locked = Este tiempo está en un período de pago cerrado.
error-period-already-locked = Este período ya está cerrado.
error-period-not-locked = Este período no está cerrado.
error-period-locked-by-pay-run = Una nómina cerró este período. Se corrige en una nómina posterior.
error-pay-period-not-found = Ningún período de pago empieza en esta fecha. Cargue la página otra vez.
error-period-not-begun = Este período aún no ha empezado.
error-period-not-ended = Este período aún no ha terminado para todos.
error-timesheet-on-the-clock = El empleado sigue con el reloj en marcha en este período. Marque la salida o corrija el registro primero.
error-period-on-the-clock = Alguien sigue con el reloj en marcha en este período. Corrija esos registros primero.
error-timesheet-open-exceptions = Hay excepciones abiertas. Resuélvalas primero.
error-timesheet-own = Nadie aprueba su propio tiempo. Debe hacerlo otra persona.
error-timesheet-nothing-to-approve = Ninguna hoja enviada espera sin preguntas abiertas.
error-timesheet-statement-unknown = Esta versión no conoce la declaración. Cargue la página otra vez.
error-late-correction-not-found = Ya se decidió sobre esta corrección tardía.
error-settings-locked = El tiempo desde esta fecha está cerrado. Elija una fecha posterior.
error-settings-invalid = Estos ajustes no concuerdan entre sí. Revíselos.
error-too-many = Son demasiados a la vez.

## Payroll

nav-payroll = Nómina
payroll-a-week = { $amount } por semana
payroll-a-week-exempt = { $amount } por semana, sin horas extra
payroll-address = Dirección de la empresa
payroll-all-hours = Todas las horas
payroll-amount = Importe
payroll-amount-missing = Escriba un importe como 120.50, sin el signo de la moneda.
payroll-an-hour = { $rate } por hora
payroll-and = y
payroll-archived-work = Una obra o un código de costo archivado
payroll-basis = Forma de pago
payroll-basis-hourly = Por hora
payroll-basis-salary = Un salario por semana, con horas extra
payroll-basis-exempt = Un salario por semana, exento de horas extra
payroll-basis-contractor = Contratista, por hora, sin horas extra
payroll-basis-other = De otra forma
payroll-begin = Iniciar una nómina
payroll-begin-hint = Una nómina puede iniciarse cuando su período ha terminado.
payroll-begins = Empieza
payroll-begins-on = Los días en que empieza
payroll-ends = Termina
payroll-bonus-counts = Cómo cuenta para las horas extra
payroll-bonus-flat = Una suma fija, prometida
payroll-bonus-production = Por producción: más horas lo habrían aumentado
payroll-bonus-of-all-pay = Un porcentaje de todo el pago, horas extra incluidas
payroll-bonus-discretionary = No prometido a nadie: fuera de la tarifa regular
payroll-bonus-other = De otra forma
payroll-certified = Nómina certificada (WH-347)
payroll-certified-lead = Para obras públicas, un formulario por semana laboral. La declaración de cumplimiento la firma quien figura en los ajustes de pago.
payroll-certified-unmarked = Esta obra no está marcada como obra pública.
payroll-certified-mark = Indíquelo en la obra
payroll-certified-week = Semana laboral
payroll-certified-number = Número de nómina en el proyecto
payroll-certified-number-missing = Escriba el número de esta nómina en el proyecto, desde 1.
payroll-certified-last = Es la última nómina del proyecto
payroll-certified-pdf = Descargar el PDF
payroll-certified-csv = Descargar el CSV
payroll-changed-hint = Algo con lo que se calcula esta nómina cambió después de la revisión. Mírela de nuevo y revísela otra vez.
payroll-classification = Clasificación en obras públicas
payroll-codes = Cómo llaman a las percepciones
payroll-codes-change = Cambiar códigos y ajustes
payroll-codes-saved = Guardado. El archivo se comprobó de nuevo.
payroll-contract-number = Número de proyecto o contrato
payroll-correction-more = Se pagó { $paid }, ahora vale { $now }: { $apart } más.
payroll-correction-less = Se pagó { $paid }, ahora vale { $now }: { $apart } menos.
payroll-corrections = Correcciones de nóminas anteriores
payroll-count-missing = Escriba un número como 12.
payroll-covers = Horas que cubre el salario
payroll-covers-hint = Déjelo vacío si el salario es por todas las horas, sean cuantas sean (29 CFR 778.114).
payroll-covers-missing = Escriba horas como 40, o nada.
payroll-currency = Moneda
payroll-currency-missing = Escriba tres letras, como USD.
payroll-date-missing = Elija una fecha.
payroll-days = Días
payroll-decimal = Decimal
payroll-differential-add = Añadir un plus de turno
payroll-differential-end = Terminar hoy
payroll-differential-name-hint = Por ejemplo, turno de noche.
payroll-differential-saved = El plus de turno está guardado.
payroll-differentials = Pluses de turno
payroll-differentials-lead = Más pago por las horas entre dos horas del reloj. Cuenta en la tarifa regular.
payroll-differentials-none = No hay ninguno.
payroll-discard = Descartar
payroll-discard-means = La nómina { $number } no paga nada entonces. Queda en la lista con el motivo, y su período puede tener otra.
payroll-discarded-toast = La nómina está descartada.
payroll-download = Descargar
payroll-earned-from = Ganado desde
payroll-earned-to = Ganado hasta
payroll-earning-regular = Horas regulares
payroll-earning-overtime = Horas extra
payroll-earning-double-time = Horas dobles
payroll-earning-salary = Salario
payroll-earning-bonus = Bono
payroll-earning-piece = Pago por pieza
payroll-earning-differential = Plus de turno
payroll-earning-paid-leave = Ausencia pagada
payroll-earning-meal-premium = Prima por comida
payroll-earning-rest-premium = Prima por descanso
payroll-earning-reimbursement = Reembolso
payroll-earning-correction = Corrección
payroll-earning-other = Otras percepciones
payroll-empty = Todavía no hay nóminas
payroll-empty-body = Una nómina calcula lo que cada persona ganó en un período, línea por línea, con el motivo de cada cifra.
payroll-everyone = Todos
payroll-explain = Explicar
payroll-explain-amount = { $amount } de { $part }
payroll-explain-rate = { $amounts } entre { $hours } horas { $count ->
    [one] da
   *[other] dan
} una tarifa regular de { $rate }.
payroll-explain-rate-part = { $amount } entre { $hours } horas da { $rate } por hora.
payroll-explain-rate-sum = En total es una tarifa regular de { $rate }.
payroll-explain-premium = Además, por horas extra: { $hours } horas a { $multiple } de { $rate } son { $amount }.
payroll-explain-federal = Solo por la regla federal: { $hours } horas a { $multiple } de { $rate } serían { $amount }.
payroll-explain-federal-part = De la prima de { $premium }, la regla federal exige { $federal }.
payroll-files = Archivos
payroll-files-when-final = Los archivos se hacen cuando la nómina es definitiva. Ya puede completar lo que falta.
payroll-final-at = Definitiva desde { $time }
payroll-final-means-kept = No vuelve a cambiar nunca.
payroll-final-means-locked = El tiempo de { $dates } queda bloqueado: nadie lo cambia más, ni en el teléfono ni aquí.
payroll-final-means-later = Lo que resulte equivocado se corrige en una nómina posterior, con la diferencia a la vista.
payroll-final-on = Definitiva el
payroll-final-toast = La nómina es definitiva y su período está bloqueado.
payroll-finalise = Hacer definitiva
payroll-finalise-do = Hacerla definitiva
payroll-fingerprint = Huella
payroll-first-name = Nombre como lo tiene la nómina
payroll-last-name = Apellido como lo tiene la nómina
payroll-for-hours = Para qué horas
payroll-form = Archivo para
payroll-form-gusto = Gusto (CSV)
payroll-form-adp-run = ADP RUN (CSV)
payroll-form-adp-workforce-now = ADP Workforce Now (CSV)
payroll-form-quickbooks = QuickBooks Desktop (IIF)
payroll-form-csv = Hoja de cálculo, todas las líneas (CSV)
payroll-form-xlsx = Libro de Excel, todas las líneas (XLSX)
payroll-form-summary = Resumen en papel (PDF)
payroll-form-statements = Un comprobante por empleado (PDF)
payroll-form-other = Otro sistema
payroll-four-tens = Nevada: consta un acuerdo de cuatro días de diez horas
payroll-fringe-credit = A planes, por hora
payroll-from = desde el { $date }
payroll-from-date = Desde
payroll-from-to = del { $date } al { $last }
payroll-gross = Pago bruto
payroll-gross-of = Pago bruto { $amount }
payroll-hours = Horas
payroll-hours-double = { $hours } dobles
payroll-hours-of-weekday = Las horas de un día de la semana
payroll-hours-of-work = Las horas de una obra o un código de costo
payroll-hours-overtime = { $hours } extra
payroll-hours-regular = { $hours } regulares
payroll-id-of = Identificador de { $name }
payroll-identifier = Últimos cuatro dígitos de un número de identificación
payroll-identifier-hint = Cuatro caracteres como máximo. Nunca un número de seguro social completo.
payroll-in-lieu = En efectivo, por hora
payroll-item-add = Añadir bono o gasto
payroll-item-bonus = Bono
payroll-item-reimbursement = Reembolso
payroll-item-mileage = Kilometraje en millas
payroll-item-per-diem = Viáticos
payroll-item-piece = Pago por pieza
payroll-item-paid-leave = Ausencia pagada
payroll-item-meal-premium = Comida no tomada
payroll-item-rest-premium = Descanso no tomado
payroll-item-other = Otro pago
payroll-item-by-rule = lo que exige la regla del estado
payroll-item-days = { $count ->
    [one] 1 día
   *[other] { $count } días
} a { $amount }
payroll-item-kind = Qué
payroll-item-miles = { $miles } millas a { $rate }
payroll-item-saved = Añadido. Se paga en la nómina de sus fechas.
payroll-items = Además del pago por hora
payroll-law = Regla
payroll-law-hint = Las horas extra se calculan con esta regla. La federal vale junto a la del estado: quien debe recibir más por ella, lo recibe.
payroll-law-none = Sin horas extra
payroll-law-policy = Nuestra propia política
payroll-law-us-flsa = Federal (FLSA): más de 40 horas por semana
payroll-law-us-ca = California: diaria, semanal y séptimo día
payroll-law-us-ak = Alaska: más de 8 horas por día
payroll-law-us-nv = Nevada: más de 8 horas por día bajo cierta tarifa
payroll-law-us-co = Colorado: más de 12 horas por día
payroll-law-other = Otra regla
payroll-law-of-company = La de la empresa
payroll-law-of-work = Regla del estado donde se trabaja
payroll-left-out = Este archivo no tiene lugar para esto. Introdúzcalo a mano.
payroll-left-out-line = { $name }: { $earning }, { $hours } horas, { $amount }
payroll-line-straight-time = Horas
payroll-line-salary = Salario
payroll-line-beyond-salary = Horas fuera del salario
payroll-line-bonus = Bono
payroll-line-piece = Pago por pieza
payroll-line-differential = Plus de turno
payroll-line-reimbursement = Reembolso
payroll-line-paid-leave = Ausencia pagada
payroll-line-meal-premium = Prima por comida
payroll-line-rest-premium = Prima por descanso
payroll-line-overtime-premium = Prima por horas extra
payroll-line-other = Otro pago
payroll-line-entries = { $count ->
    [one] 1 registro
   *[other] { $count } registros
}
payroll-line-hours = { $hours } horas
payroll-line-hours-at = { $hours } horas a { $rate }
payroll-location = Lugar
payroll-made = Archivos hechos
payroll-made-at = Hecho por primera vez
payroll-made-by = Por
payroll-made-lead = La misma nómina da el mismo archivo, byte por byte.
payroll-miles = Millas
payroll-missing-ids = Cómo llaman a sus empleados
payroll-more-an-hour = { $rate } más por hora
payroll-moved = Frente a la anterior
payroll-multiple-half = la mitad
payroll-multiple-once = la totalidad
payroll-multiple-once-and-half = una vez y media la totalidad
payroll-multiple-times = { $times } veces la totalidad
payroll-need-rules = Indique qué regla de horas extra vale en la empresa. Hasta entonces es la federal, en dólares de EE. UU.
payroll-need-rules-link = Ajustes de pago
payroll-need-rates = { $count ->
    [one] 1 persona no tiene tarifa ni salario.
   *[other] { $count } personas no tienen tarifa ni salario.
} Quien no trabaja horas no los necesita.
payroll-need-rates-link = Personal
payroll-needs = Antes de una nómina
payroll-no-period = Cada período que ha terminado ya tiene una nómina.
payroll-nobody = Esta nómina no paga a nadie
payroll-nobody-body = No hay horas ni otros pagos en sus fechas.
payroll-note = Nota
payroll-nothing-missing = No falta nada para este archivo.
payroll-notices = Por mirar
payroll-notices-blocking = { $count ->
    [one] 1 impide hacerla definitiva
   *[other] { $count } impiden hacerla definitiva
}
payroll-notices-others = { $count ->
    [one] 1 que conviene saber
   *[other] { $count } que conviene saber
}
payroll-notice-too-large = Una cifra es demasiado grande para calcular.
payroll-notice-too-many-weeks = Las fechas abarcan más semanas de las que se calculan a la vez.
payroll-notice-entry-too-long = Un registro dura más de una semana laboral y no se paga.
payroll-notice-negative = Una tarifa, un importe o unas horas son menores que cero y no se pagan.
payroll-notice-rate-missing = Hay trabajo sin tarifa, y ningún salario lo paga.
payroll-notice-break-without-place = El momento del descanso no pagado cambia el pago. Indique cuándo fue, o escriba dos registros.
payroll-notice-several-weeks = El salario y el pago por pieza deben ser de una semana laboral cada uno.
payroll-notice-two-salaries = Dos salarios de una misma semana cubren horas distintas.
payroll-notice-fluctuating-not-allowed = Un salario por todas las horas vale solo bajo la regla federal, con el acuerdo firmado. Se tomó como de 40 horas.
payroll-notice-fluctuating-below-minimum-wage = El salario por todas las horas queda bajo el salario mínimo. Se tomó como de 40 horas.
payroll-notice-rule-not-computed = Este estado tiene una regla diaria o de séptimo día que no se calcula aquí.
payroll-notice-premium-not-computed = La regla no conoce tal prima. No se paga.
payroll-notice-premium-without-rate = No hay tiempo trabajado del que tomar la tarifa de la prima. No se paga.
payroll-notice-bonus-without-hours = Un bono fijo se ganó en un período sin horas regulares.
payroll-notice-rate-in-effect-unknown = Se acordó la tarifa vigente, y las horas extra no tienen tarifa propia.
payroll-notice-minimum-wage-unknown = No se conoce el salario mínimo de ese día. Se pagaron horas extra diarias.
payroll-notice-too-many-changes = El inicio de la semana laboral cambia más veces de las que se calculan a la vez.
payroll-notice-piece-rest-pay = El pago de descansos junto al pago por pieza no se calcula (Código Laboral 226.2).
payroll-notice-below-minimum-wage = El pago está por debajo del salario mínimo.
payroll-notice-rounding-refused = Esta regla rechaza el redondeo del tiempo. Se tomaron las horas registradas.
payroll-notice-short-break-paid = Se pagó un descanso no pagado de 20 minutos o menos (29 CFR 785.18).
payroll-notice-short-gap = No se pagaron 20 minutos o menos entre dos registros.
payroll-notice-overlap = Hay registros que se solapan. Se pagaron los dos.
payroll-notice-bonus-outside = Un bono se ganó en parte en semanas que no están en esta nómina.
payroll-notice-bonus-cuts-week = Un bono empieza o termina dentro de una semana, que cuenta entera.
payroll-notice-rule-changes = La regla cambia dentro de la semana. Se debe el pago mayor de los dos.
payroll-notice-workweek-changes = El inicio de la semana laboral cambia. Se debe el pago mayor de las dos formas de contar.
payroll-notice-four-tens-not-kept = No se cumplieron los cuatro días de diez horas acordados.
payroll-notice-salary-covers-forty = El estado hace que el salario cubra 40 horas, sea lo que sea lo acordado.
payroll-notice-no-hours = Sin horas en este período.
payroll-notice-long-week = Más de 60 horas en una semana laboral.
payroll-notice-no-terms = Nada indica qué se le paga a esta persona.
payroll-notice-not-approved = La hoja de horas no está aprobada.
payroll-notice-changed-since-approval = La hoja de horas cambió después de aprobarse.
payroll-notice-open-entries = Los registros sin fin no se pagan.
payroll-notice-late-pending = Hay correcciones tardías por decidir, y no se pagan.
payroll-notice-moved = El pago bruto difiere en más de un cuarto de la nómina anterior.
payroll-notice-other = Algo por mirar.
payroll-now = Vigente
payroll-of-it-federal = de ella, { $amount } federal
payroll-overtime = Horas extra
payroll-paper = Papel
payroll-paper-letter = Carta
payroll-paper-a4 = A4
payroll-paper-other = Otro
payroll-part-hourly = pago por hora
payroll-part-salary = salario
payroll-part-piece = pago por pieza
payroll-part-differential = pluses de turno
payroll-part-bonus = bono
payroll-part-flat-bonus = bono fijo
payroll-part-own-premium = primas propias
payroll-part-other = otro pago
payroll-pay = Pago
payroll-pay-none = Todavía nada indica qué se le paga a esta persona.
payroll-people = Personas
payroll-per-day = Por día
payroll-per-hour = Por hora
payroll-per-mile = Por milla
payroll-period = Período de pago
payroll-policy-add = Añadir
payroll-policy-date = Fecha
payroll-policy-day = En un día
payroll-policy-holidays = Feriados con prima
payroll-policy-incomplete = Póngale un nombre, y complete o quite cada fila. Un múltiplo es 1.00 o más, como 1.50.
payroll-policy-lead = Las horas que pasan un umbral se pagan a un múltiplo del pago normal. La regla federal vale además.
payroll-policy-multiple = Veces el pago normal
payroll-policy-named = Nuestra propia política: { $name }
payroll-policy-over = Horas por encima de
payroll-policy-remove = Quitar esta fila
payroll-policy-week = En una semana laboral
payroll-policy-weekdays = Días de la semana con prima
payroll-premium = Prima por horas extra
payroll-print = Imprimir
payroll-project = Nombre del proyecto
payroll-project-missing = Escriba el nombre del proyecto.
payroll-rate = Una hora se paga
payroll-rate-add = Fijar una tarifa
payroll-rate-ended = Ya sin tarifa propia
payroll-rate-in-effect = Horas extra a la tarifa vigente cuando se trabajan, por acuerdo (FLSA 7(g)(2))
payroll-rate-missing = Escriba un importe como 18.50, sin el signo de la moneda.
payroll-rate-saved = La tarifa está guardada.
payroll-review = Revisar
payroll-review-do = La encontré correcta
payroll-review-blocked = { $count ->
    [one] 1 cosa impide
   *[other] { $count } cosas impiden
} hacerla definitiva.
payroll-review-hint = Su revisión es de las cifras tal como están ahora. Si algo cambia, la nómina pide otra.
payroll-review-sum = { $people ->
    [one] 1 persona recibe
   *[other] { $people } personas reciben
} { $gross } brutos.
payroll-reviewed-toast = Revisada. Ya puede hacerse definitiva.
payroll-rounding = Redondeo de las horas registradas
payroll-rounding-hint = California rechaza el redondeo, elija lo que elija aquí.
payroll-rounding-none = Al segundo
payroll-rounding-five = A 5 minutos
payroll-rounding-six = A 6 minutos, una décima de hora
payroll-rounding-fifteen = A un cuarto de hora
payroll-rounding-other = De otra forma
payroll-rules = Reglas
payroll-rules-add = Otras reglas desde una fecha
payroll-rules-certified = Para la nómina certificada: dirección y firma
payroll-rules-lead = Con qué se calculan las horas extra, desde una fecha. Lo ya pagado queda como estaba.
payroll-rules-none = Todavía no hay nada fijado. Vale la regla federal, en dólares de EE. UU.
payroll-rules-saved = Las reglas están guardadas.
payroll-run = Nómina { $number }
payroll-run-name = { $number } · { $dates }
payroll-salary = Salario por semana
payroll-setting-company-code = Código de empresa de ADP
payroll-setting-batch = Identificador de lote
payroll-setting-company-created = Cuándo creó QuickBooks el archivo de la empresa
payroll-setting-other = Ajuste
payroll-setting-hint-company-code = Como lo da ADP, por ejemplo ABC.
payroll-setting-hint-batch = Cualquier texto corto, por ejemplo 1.
payroll-setting-hint-company-created = De la línea TIMERHDR de un archivo exportado por QuickBooks: COMPANYCREATETIME.
payroll-setting-hint-other = Como lo da el otro sistema.
payroll-settings = Pago
payroll-settings-lead = Reglas de horas extra, moneda, redondeo y pluses de turno.
payroll-settings-open = Abrir los ajustes de pago
payroll-signatory = Quién firma la nómina certificada
payroll-signatory-title = Cargo de quien firma
payroll-signed-by = Firma { $name }
payroll-standing = En obras públicas
payroll-standing-none = Sin indicar
payroll-standing-journeyworker = Oficial
payroll-standing-registered-apprentice = Aprendiz registrado
payroll-standing-other = De otra forma
payroll-state = Estado
payroll-state-draft = Borrador
payroll-state-reviewed = Revisada
payroll-state-changed = Cambió tras la revisión
payroll-state-final = Definitiva
payroll-state-discarded = Descartada
payroll-state-other = Desconocido
payroll-subcontractor = Somos subcontratistas
payroll-terms-add = Fijar condiciones
payroll-terms-names = Nombres, cargo, obras públicas, acuerdos
payroll-terms-remove = Quitar estas condiciones
payroll-terms-removed = Las condiciones se quitaron.
payroll-terms-saved = Las condiciones están guardadas.
payroll-times-missing = Escriba las dos horas.
payroll-title = Oficio o cargo
payroll-to-pay = Pago de esta persona
payroll-understood = Consta el acuerdo firmado de 29 CFR 778.114
payroll-unverified = Los fabricantes de ese sistema no han confirmado este archivo. Compruebe allí la primera importación.
payroll-void = Anular
payroll-voided = Anulado
payroll-voided-toast = Anulado. No se paga.
payroll-wage-determination = Determinación salarial
payroll-week-now = La semana laboral como es ahora
payroll-week-of = Semana laboral desde el { $date }
payroll-weekday = Día de la semana
payroll-weekdays-missing = Elija uno o más días.
payroll-work-missing = Elija una obra o un código de costo.
payroll-works = Obra pública
payroll-works-hint = Así se puede hacer la nómina certificada (WH-347).
payroll-works-is = Es una obra pública
payroll-works-saved = Guardado.
error-pay-rule-unknown = Esta regla no se conoce, o la política tiene una cifra imposible. Un múltiplo va de 1 a 10.
error-currency-unknown = Escriba tres letras, como USD.
error-pay-amount-invalid = Un importe debe estar entre 0 y 100,000,000.00.
error-pay-dates-invalid = Estas fechas u horas no son posibles. La última no debe ser anterior a la primera.
error-pay-not-found = Esto ya no existe.
error-pay-form-unknown = No existe tal archivo de nómina.
error-pay-id-taken = Otro empleado tiene allí este identificador.
error-pay-run-exists = Este período ya tiene una nómina.
error-pay-run-earlier-open = Una nómina anterior no es definitiva. Hágala definitiva o descártela primero.
error-pay-period-not-over = Este período todavía no ha terminado.
error-pay-run-closed = Esta nómina ya no puede cambiar.
error-pay-run-not-final = Esta nómina todavía no es definitiva.
error-pay-run-changed = Algo con lo que se calcula esta nómina cambió. Mírela de nuevo.
error-pay-run-not-reviewed = Esta nómina debe revisarse primero.
error-pay-run-blocked = Algo impide hacerla definitiva. Está en la lista sobre las personas.
error-pay-mapping-incomplete = Faltan identificadores o códigos del proveedor de nómina. Complételos primero.
error-pay-file-unfit = Dos personas tienen el mismo identificador, o uno tiene caracteres que el archivo no admite.
payroll-law-us-al = Alabama: como la regla federal
payroll-law-us-az = Arizona: como la regla federal
payroll-law-us-ar = Arkansas: como la regla federal
payroll-law-us-ct = Connecticut: como la regla federal
payroll-law-us-de = Delaware: como la regla federal
payroll-law-us-dc = Distrito de Columbia: como la regla federal
payroll-law-us-fl = Florida: como la regla federal
payroll-law-us-ga = Georgia: como la regla federal
payroll-law-us-hi = Hawái: como la regla federal
payroll-law-us-id = Idaho: como la regla federal
payroll-law-us-il = Illinois: como la regla federal
payroll-law-us-in = Indiana: como la regla federal
payroll-law-us-ia = Iowa: como la regla federal
payroll-law-us-ks = Kansas: como la regla federal
payroll-law-us-ky = Kentucky: su regla diaria no se calcula
payroll-law-us-la = Luisiana: como la regla federal
payroll-law-us-me = Maine: como la regla federal
payroll-law-us-md = Maryland: como la regla federal
payroll-law-us-ma = Massachusetts: como la regla federal
payroll-law-us-mi = Míchigan: como la regla federal
payroll-law-us-mn = Minnesota: como la regla federal
payroll-law-us-ms = Misisipi: como la regla federal
payroll-law-us-mo = Misuri: como la regla federal
payroll-law-us-mt = Montana: como la regla federal
payroll-law-us-ne = Nebraska: como la regla federal
payroll-law-us-nh = Nuevo Hampshire: como la regla federal
payroll-law-us-nj = Nueva Jersey: como la regla federal
payroll-law-us-nm = Nuevo México: como la regla federal
payroll-law-us-ny = Nueva York: como la regla federal
payroll-law-us-nc = Carolina del Norte: como la regla federal
payroll-law-us-nd = Dakota del Norte: como la regla federal
payroll-law-us-oh = Ohio: como la regla federal
payroll-law-us-ok = Oklahoma: como la regla federal
payroll-law-us-or = Oregón: su regla diaria no se calcula
payroll-law-us-pa = Pensilvania: como la regla federal
payroll-law-us-pr = Puerto Rico: su regla diaria no se calcula
payroll-law-us-ri = Rhode Island: su regla diaria no se calcula
payroll-law-us-sc = Carolina del Sur: como la regla federal
payroll-law-us-sd = Dakota del Sur: como la regla federal
payroll-law-us-tn = Tennessee: como la regla federal
payroll-law-us-tx = Texas: como la regla federal
payroll-law-us-vi = Islas Vírgenes: su regla diaria no se calcula
payroll-law-us-ut = Utah: como la regla federal
payroll-law-us-vt = Vermont: como la regla federal
payroll-law-us-va = Virginia: como la regla federal
payroll-law-us-wa = Washington: como la regla federal
payroll-law-us-wv = Virginia Occidental: como la regla federal
payroll-law-us-wi = Wisconsin: como la regla federal
payroll-law-us-wy = Wyoming: como la regla federal
