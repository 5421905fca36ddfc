## Palabras de los componentes y de las dos aplicaciones.

app-name = TimeTrakr

## Acciones
cancel = Cancelar
clear = Borrar
close = Cerrar
save = Guardar
retry = Intentar de nuevo
undo = Deshacer

## Estados de una lista o de un campo
loading = Cargando
nothing-found = Nada coincide con «{ $query }».
optional = opcional
recent = Recientes
search = Buscar
select-all = Seleccionar todo
select-row = Seleccionar { $name }

## Días y antigüedad
day-today = Hoy
day-tomorrow = Mañana
day-yesterday = Ayer
age-now = ahora mismo
age-minutes = hace { $count } min
age-hours = hace { $count } h
age-days = { $count ->
    [one] hace { $count } día
   *[other] hace { $count } días
}

## Qué salió mal. Lo elige el código que da el servidor o la aplicación: error-CÓDIGO.
error-title = Esto no funcionó
error-offline = No hay conexión con el servidor. Lo que escribió se conserva aquí. Inténtelo de nuevo cuando tenga señal.
error-held-cannot-count = Esto no puede llegar a contar, responda quien responda de ello.
error-held-judged-for-good = Esto ya se decidió de forma definitiva.
error-held-not-found = No hay tal declaración entre las retenidas.
error-other = Algo falló de nuestro lado. Lo que escribió se conserva aquí. Inténtelo de nuevo en un momento.
