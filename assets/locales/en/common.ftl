## Words that components and both apps use.

app-name = TimeTrakr

## Actions
cancel = Cancel
clear = Clear
close = Close
save = Save
retry = Try again
undo = Undo

## States of a list or a field
loading = Loading
nothing-found = Nothing matches “{ $query }”.
optional = optional
recent = Recent
search = Search
select-all = Select all
select-row = Select { $name }

## Days and ages
day-today = Today
day-tomorrow = Tomorrow
day-yesterday = Yesterday
age-now = just now
age-minutes = { $count } min ago
age-hours = { $count } h ago
age-days = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}

## What went wrong. Chosen by the code that the server or the app gives: error-CODE.
error-title = This did not work
error-offline = There is no connection to the server. What you entered is kept here. Try again when you have a signal.
error-held-cannot-count = This cannot be made to count, whoever vouches for it.
error-held-judged-for-good = This was judged for good already.
error-held-not-found = There is no such statement among those that were held back.
error-other = Something went wrong on our side. What you entered is kept here. Try again in a moment.
