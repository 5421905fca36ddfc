## Words of the office’s pages.

## The frame around the pages
navigation = Main navigation
skip-to-content = Skip to the content
nav-today = Today
nav-timesheets = Timesheets
nav-exceptions = Exceptions
nav-jobs = Jobs
nav-cost-codes = Cost codes
nav-people = People
nav-settings = Settings
company = Company
connection-lost = No connection to the server. What you see may be out of date; it is brought up to date by itself.
not-found-title = There is no such page
not-found-body = The address may be mistyped, or the page was moved.
search-open = Search people and jobs
search-placeholder = Name, number, job or page
search-page = Page
search-person = Employee
search-job = Job
person-menu = Your settings
language = Language
theme = Colors
theme-system = System
theme-light = Light
theme-dark = Dark

## Shortcuts
shortcuts = Keyboard shortcuts
shortcuts-everywhere = Everywhere
shortcuts-pages = Go to a page
shortcuts-grid = In the week grid
shortcut-search = Search
shortcut-help = This list
shortcut-close = Close
shortcut-move = Move between cells
shortcut-ends = First and last day
shortcut-open = Open the day
single-keys = Use shortcuts of a single letter
single-keys-hint = Turn this off if you dictate, or if keys are pressed by accident. Ctrl K works in any case.

## Signing in, passwords
sign-in-title = Sign in
sign-in = Sign in
sign-out = Sign out
sign-in-help = Forgot your password? Ask an owner of your company for a new invitation.
session-ended = Your session has ended. Sign in to go on.
email = E-mail
email-missing = Enter an e-mail address.
password = Password
password-missing = Enter your password.
password-hint = 12 characters or more. Several words that do not belong together are easy to remember and hard to guess.
password-show = Show the password
password-hide = Hide the password
password-short = Use { $count } characters or more.
password-more = { $count ->
    [one] { $count } more character
   *[other] { $count } more characters
}
password-fair = Long enough
password-good = Good
password-strong = Strong
password-change = Change password
password-current = Current password
password-new = New password
password-change-effect = You stay signed in here. Everywhere else you are signed out.
password-changed = Your password is changed.
worker-title = { $company } on your phone
worker-lead = Your account is for clocking in and out. Open TimeTrakr on the phone that you use for work.
worker-open-phone = Open the phone app
no-company-title = Your account belongs to no company
no-company-lead = Ask an owner of your company to invite you.

## Set-up
setup-title = Set up TimeTrakr
setup-lead = This is done once. You can change all of it later, in the settings.
setup-code = Set-up code
setup-code-hint = The server printed it when it started.
setup-code-missing = Enter the code that the server printed.
setup-company = The company
setup-waiting = Hours of { $company } were imported already. The company keeps them, and you become its owner.
setup-owner = You, the owner
company-name = Company name
name-missing = Enter a name.
zone = Time zone
zone-hint = Days begin and end at midnight of this zone. Search by city.
zone-missing = Choose a time zone.
workweek-starts = First day of the workweek
company-language = Language of e-mails
your-name = Your name
setup-email-hint = You sign in with it.
setup-submit = Create the company

## Accepting an invitation
join-title = Your invitation
join-account = { $name }, { $company } invites you to its office. Choose how you will sign in.
join-email-hint = If you have a TimeTrakr account already, use its address and password.
join-accept = Open my account
join-device = { $name }, this invitation of { $company } is for your phone. Open it on the phone that you use for work.
join-device-open = Use it on this device
join-ended = This invitation is no longer open
join-leave = Sign in instead
reset-title = A new password
reset-lead = Choose a new password for { $email }. Everywhere else you will be signed out.
reset-accept = Set the password and sign in
reset-ended = This link is no longer good

## Today
figures = At a glance
figure-on-clock = Working
figure-on-break = On a break
figure-done = Finished
figure-absent = Not in
figure-hours = Hours today
figure-exceptions = To settle
figure-quarantined = Not counted
on-clock = On the clock
nobody-on-clock = Nobody is on the clock right now.
done-today = Finished today
absent-today = Not in today ({ $count })
employee = Employee
state = State
since = Since
today-total = Today
first-start = First in
last-end = Last out
state-working = Working
state-break = On a break
first-title = Nobody has clocked in yet
first-body = Add the people you work with and invite their phones. As soon as someone clocks in you see it here.
first-add-people = Add an employee
first-add-jobs = Add a job
no-job = No job
no-cost-code = No cost code

## Timesheets
week = Week
week-before = Week before
week-after = Week after
week-this = This week
week-search = Filter by name or number
week-empty = No employees yet
week-empty-body = Each employee gets a row here, with the hours of every day of the week.
print = Print
print-head = { $company }, timesheets
filter-exceptions = With exceptions
filter-open = On the clock
employees-count = { $count ->
    [one] { $count } employee
   *[other] { $count } employees
}
total = Total
no-hours = no hours
cell-open = now
cell-more = and { $count } more
day-empty = No hours on this day
day-breaks = Breaks { $hours }
day-strip-label = The day from midnight to midnight: { $hours } worked
decimal-hours = { $hours } h
to-employee = Open the employee
to-timesheet = Open the timesheet

## A time entry
entry-add = Add an entry
entry-add-title = New entry
entry-edit-title = Edit the entry
entry-edit = Edit
entry-void = Void
entry-restore = Restore
entry-start = Start
entry-end = End
now = now
start-date = Start date
start-time = Start time
end-date = End date
end-time = End time
end-open-hint = Leave it empty while the person is still on the clock.
time-missing = Enter a date and a time.
end-before-start = The end must be after the start.
break = Break
breaks = Breaks
breaks-none = No breaks
break-add = Add a break
break-from = From
break-to = To
break-paid = paid
break-unpaid = unpaid
break-since = since { $time }
break-remove = Remove the break
break-incomplete = Enter when each break begins and ends.
entry-adds-up = Adds up to { $hours } ({ $decimal } h)
entry-adds-up-not = Enter start and end to see the hours.
note = Note
reason = Reason
reason-hint = The employee sees it in the history.
reason-missing = Say why, in a few words.
note-missing = Say what you found, in a few words.
entry-saved-toast = The entry is saved.
entry-voided-toast = The entry is voided and counts no more.
entry-restored-toast = The entry counts again.
undo-reason = Undone right away
void-reason = Why is it voided?
void-effect = It stays visible with its history, and counts for nothing. You can restore it.
restore-reason = Why does it count again?
restore-effect = It counts in the totals again.
voided = Voided
on-clock-badge = On the clock
by-hand = Added by hand
imported = Imported
hours-only = Hours without times
zone-note = Times are in the company’s zone ({ $zone }).
changed-by = { $name } changed this entry while you were editing. It is now:
changed-keep = Keep my changes
changed-fresh = Start over from this
start-over = Start over from what it is now
settle = Settle
settle-hint = if the times are right as they are
settle-note = What did you find?
settle-effect = The times stay as they are, and your note goes into the history.
settled-toast = Settled.
settled-badge = { $name }, settled

## History of an entry
history-show = History
history-hide = Hide history
history-from-device = on { $device }
history-from-office = in the office
history-received = Reached the server { $time }
history-lost = Another edit went before it: { $fields }
judged-superseded = replaced by another edit
judged-parked = kept for a later version
judged-quarantined = not counted
happened-clocked-in = Clocked in
happened-clocked-out = Clocked out
happened-break-started = Began a break
happened-break-ended = Ended a break
happened-job-switched = Switched jobs
happened-entry-added = Added by hand
happened-entry-edited = Edited
happened-entry-voided = Voided
happened-entry-restored = Restored
happened-exceptions-settled = Exceptions settled
happened-other = Other change

## Exceptions: what each is called, its mark in the week grid, and what it means
exception-overlap = Overlap
mark-overlap = overlap
meaning-overlap = Two entries of this employee share the same time. Edit or void one of them.
exception-missing-clock-out = Missing clock-out
mark-missing-clock-out = no end
meaning-missing-clock-out = On the clock for more than 16 hours. Ask when work ended and enter it.
exception-too-long = Over 16 hours
mark-too-long = over 16 h
meaning-too-long = One entry of more than 16 hours. Check both times.
exception-ends-before-start = Ends before it starts
mark-ends-before-start = end before start
meaning-ends-before-start = The end is before the start. Correct the times.
exception-clock-suspect = Doubtful clock
mark-clock-suspect = clock
meaning-clock-suspect = The phone’s clock was wrong or was changed. Check the times with the employee.
exception-late = Reached us late
mark-late = late
meaning-late = It reached the server more than a day after it happened. The totals of that day have changed.
exception-archived-job = Archived job
mark-archived-job = archived job
meaning-archived-job = Booked on a job or cost code that was already archived.
exception-former-employee = After leaving
mark-former-employee = after leaving
meaning-former-employee = Stated after the employee was archived.
exception-other = Other
mark-other = check
meaning-other = Look at this entry.
exceptions-empty = Nothing to settle
exceptions-empty-body = Overlaps, missing clock-outs and the like appear here by themselves.
range-from = From
range-to = To
range-hint = The last 30 days unless you choose others
with-settled = Show settled ones too
filter-kind = Filter by kind
day = Day
what-is-wrong = What is wrong
times = Times
hours = Hours
selection = Selection
selected-count = { $count ->
    [one] { $count } entry selected
   *[other] { $count } entries selected
}
settle-selected = Settle …
settle-title = { $count ->
    [one] Settle { $count } entry
   *[other] Settle { $count } entries
}
settled-count = { $count ->
    [one] { $count } entry settled.
   *[other] { $count } entries settled.
}
stated-by = Stated by
statement = What
why-not-counted = Why it does not count
happened-at = Happened
received-at = Received
quarantined-not-permitted = The role did not allow it
quarantined-wrong-actor = Not the person of this phone
quarantined-device-revoked = The phone was revoked
quarantined-unknown-subject = It is about something that does not exist
quarantined-id-reused = The same id was used twice
quarantined-unreadable = It cannot be read
quarantined-breaks-rule = It breaks a rule that always holds
quarantined-employee-archived = The employee was archived by then
quarantined-period-locked = Its pay period is locked
quarantined-set-aside = It was set aside
quarantined-parked = A later version of TimeTrakr is needed
quarantined-other = For another reason

## Lists
name = Name
code = Code
customer = Customer
job = Job
cost-code = Cost code
archive = Archive
restore = Restore
archived = Archived
done = Done
filter-state = State
filter-in-use = In use
filter-archived = Archived
filter-nothing = Nothing matches the filter
filter-nothing-hint = Change the search or the filter to see more.
created-toast = { $name } is added.
saved-toast = { $name } is saved.
archived-toast = { $name } is archived.
restored-toast = { $name } is in use again.
jobs-search = Filter by name, code or customer
jobs-count = { $count ->
    [one] { $count } job
   *[other] { $count } jobs
}
job-new = New job
job-code-hint = Your own number for it, such as J-101.
job-archive-hint = Archived jobs take no more hours. Their history stays.
jobs-empty = No jobs yet
jobs-empty-body = A job is what hours are worked for: a house, a contract, a customer. Phones offer them when clocking in.
cost-codes-search = Filter by name, code or job
cost-codes-count = { $count ->
    [one] { $count } cost code
   *[other] { $count } cost codes
}
cost-code-new = New cost code
cost-code-code-hint = Your own number for it, such as 06-100.
cost-code-job = Only for this job
every-job = Every job
archived-job = An archived job
cost-code-archive-hint = Archived cost codes take no more hours. Their history stays.
cost-codes-empty = No cost codes yet
cost-codes-empty-body = A cost code is a kind of work, such as framing or clean-up. It tells what the hours of a job went into.

## People
people-search = Filter by name, number, e-mail or role
person-new = Add an employee
people-empty = No employees yet
people-empty-body = Add the people whose hours count, and invite their phones.
number = Number
number-hint = Your own number for the person, as payroll has it.
person-email-hint = Invitations are sent there.
role = Role
role-worker = Worker
role-manager = Manager
role-owner = Owner
role-other = Other
role-hint = Workers clock their own time. Managers see and correct everyone’s. Owners also change roles and the company.
role-changed = The role of { $name } is changed.
phone = Phone
office-account = Office account
account-yes = Yes
invited = Invited
no-device = None yet
devices-count = { $count ->
    [one] { $count } phone
   *[other] { $count } phones
}
person-archive-hint = Archive people who have left. Their hours stay; their phones can write no more.
invite-now = Invite the phone right away
invite-now-hint = You get a link, a QR code and a code to type.
invitations = Invitations
invite-phone = Invite a phone
invite-another-phone = Invite another phone
invite-account = Invite to the office
invite-archived = Restore the employee to invite again.
invite-title = Invite the phone of { $name }
invite-account-title = Invite { $name } to the office
invite-lead = Send the link to the person, or let the phone’s camera read the code. It works once.
invite-account-lead = Send the link to the person, who then chooses a password. It works once.
invite-link = Link of the invitation
invite-qr = QR code of the link
invite-code-lead = Or type this code inside the app:
invite-expires = Valid until { $time }
invite-until = until { $time }
invite-by = By { $name }
invite-show = Show
invite-revoke = Revoke
invite-again = New invitation
revoked-toast = The invitation is revoked.
invitation-revoked = Revoked
invitation-open = Open
invitation-used = Used
invitation-expired = Expired
invitation-other = Ended
copy = Copy
copied = Copied.
copy-failed = Your browser does not let this page copy. Select the link and copy it yourself.
mail-not-configured = This server sends no e-mail. Hand over the link yourself.
mail-no-address = No e-mail address is known. Hand over the link yourself.
mail-queued = The e-mail is on its way.
mail-sent = The e-mail is sent.
mail-failed = The e-mail could not be sent: { $problem }
devices = Phones
devices-empty = No phone can clock in for this person yet.
device-enrolled = since { $date }
device-seen = last seen { $age }
device-not-seen = not seen since the server started
device-revoked = Revoked
device-revoked-by = { $name }, { $time }
device-revoked-toast = { $name } can write no more.
device-copied = Copied
device-copied-times = { $count ->
    [one] Its storage was copied, or set back to an earlier copy, as was found on { $time }.
   *[other] Its storage was copied, or set back to an earlier copy, { $count } times, last found on { $time }.
} The hours of every copy are kept. If nobody has moved it to a new phone, replace it.
device-revoke = Revoke
device-replace = Replace
device-revoke-effect = It can write no more. What it still sends waits until someone releases it.
device-replace-effect = The old phone can write no more, and you get an invitation for the new one.

## Settings
settings-company = Company
settings-company-lead = Dates and totals follow the zone and the workweek.
settings-saved = The settings are saved.
zone-change-hint = A change moves the days of all hours, past ones too.
settings-display = Language and colors
settings-display-lead = For you, in this browser.
unsent-title = Hours from a phone’s file
unsent-lead = A phone that cannot reach the server exports what it has not sent. Upload that file here; it can be uploaded twice without harm.
unsent-file = File
unsent-hint = From the phone: sync details, export unsent.
unsent-missing = Choose the file first.
unsent-upload = Upload
unsent-taken = { $count ->
    [one] { $count } statement is on the server.
   *[other] { $count } statements are on the server.
}
unsent-problems = Some parts could not be taken. The phone still has them.
unsent-part = Part { $number }
unsent-problem-malformed = damaged, export it again
unsent-problem-unknown-log = from a phone that this company does not know
unsent-problem-not-authentic = the signature is not the phone’s
unsent-problem-gap = earlier parts are missing, export it again
unsent-problem-fork = the phone was copied; it must be set up again
unsent-problem-other = could not be taken
lan-title = Phones on your own network
lan-lead = Each phone has to trust this server once, before it opens an invitation.
lan-qr = QR code of the page that helps a phone trust this server
lan-open = Scan the code with the phone, or open there:
lan-name = Certificate
lan-fingerprint = Fingerprint (SHA-256)
backup-title = Backups
backup-lead = A copy of everything that this server holds.
backup-last = Last backup
backup-none = none yet
backup-size = Size
backup-mebibytes = { $size } MB
backup-scheduled = Made by the server
backup-scheduled-yes = on a schedule
backup-scheduled-no = no: set backup.folder in its configuration
backup-failed = A backup could not be made on { $at }. The server’s log says why.
backup-now = Back up now
backup-begun = A backup is being made.
backup-password = Your password
backup-password-hint = The file holds everything, with the key to it. Keep it where nobody else can read it.
backup-download = Download a backup
backup-overdue = The last backup is from { $date }. If the server’s disk fails, what came after is lost.
backup-overdue-none = There is no backup of this server yet. If its disk fails, everything is lost.
backup-overdue-more = See backups
restored-notice = This server was restored from a backup of { $date }. What the office did after that has to be done again. Phones send their hours by themselves.
restored-away = Put this away
read-only-disk-full = Nothing new can be saved since { $since }: the server’s disk is full. What is there can be read, and phones keep their hours until they can send them.
read-only-disk-full-to-do = Make room on the disk, or run “timetrakr recover-space” there, then restart the server.
read-only-disk-failed = Nothing new can be saved since { $since }: the server’s disk failed. What is there can be read, and phones keep their hours until they can send them.
read-only-disk-failed-to-do = Look at the server’s log and its disk, then restart the server. Have a backup at hand.
read-only-stopped = Nothing new can be saved for this company: the server stopped it after a fault. What is there can be read, and phones keep their hours until they can send them.
read-only-stopped-to-do = Run “timetrakr verify” on the server; its log says what happened.
read-only-tell = Tell whoever runs the server.
space-low = The server’s disk has only { $megabytes } MB left. When it is full, nothing new can be saved: make room soon.
space-low-away = Do not remind me for a day
recovering-notice = Since { $since }, this server waits for phones: it was restored from a backup, and they have hours that it has not. They send them again by themselves. Until then you can see everything and change nothing.
recovering-awaited = Still missing: { $phones }.
recovering-phone = { $employee } ({ $phone }), { $count } { $count ->
    [one] record
   *[other] records
}
recovering-more = { $count ->
    [one] one more phone
   *[other] { $count } more phones
}
recovering-gone = A phone had seen { $count } { $count ->
    [one] change
   *[other] changes
} that this server no longer has.
recovering-ending = The phones are done. What they sent is being counted.
recovering-go-on = Go on without them
recovering-go-on-title = Go on without these phones?
recovering-go-on-body = Do this when a phone is lost or broken, or will not be back for long. What arrived until now counts, and the office can work again. Should a phone turn up later, its hours count then, after what the office did meanwhile.
recovering-go-on-confirm = Go on
recovering-went-on = The company goes on.
backup-overdue-away = Do not remind me for a week

about-title = About
about-version = Version
about-founded = In use since
about-position = Entries in the journal
about-mail = E-mail
about-mail-yes = set up
about-mail-no = not set up
not-secure-notice = Phones cannot be invited yet: the server’s public address must begin with https. Set public_url in its configuration.

## What went wrong, by the code that the server gives
error-account-of-other-member = This account belongs to someone else in the company.
error-backup-folder-missing = The server has no folder for backups. Set backup.folder in its configuration.
error-bad-request = The server did not understand this. Load the page again.
error-bad-unsent-file = This is not a file of unsent hours.
error-bad-value = This value cannot be used. Check it.
error-body-too-large = This is too large to send.
error-busy = The server is busy. Try again in a moment.
error-changed-meanwhile = Someone changed this in the meantime. Look at it again before you save.
error-code-taken = This code is already in use.
error-company-exists = The company is already set up. Sign in instead.
error-cost-code-archived = This cost code is archived. Restore it or choose another.
error-cost-code-not-found = This cost code does not exist.
error-cost-code-of-other-job = This cost code is for another job.
error-cross-site = The request did not come from this page. Load the page again.
error-device-not-found = This phone does not exist.
error-email-invalid = This is not an e-mail address.
error-email-taken = Someone else has this e-mail address.
error-employee-archived = This employee is archived. Restore the employee first.
error-employee-not-found = This employee does not exist.
error-entry-break-invalid = Breaks must lie inside the entry and must not overlap.
error-entry-ends-before-start = The end must be after the start.
error-entry-in-future = The time lies in the future.
error-entry-not-voided = This entry counts already.
error-entry-too-long = An entry can be 7 days long at most.
error-entry-voided = This entry is voided. Restore it first.
error-entry-voided-by-manager = A manager voided this entry.
error-export-too-large = These are too many entries for one file. Choose fewer days or employees.
error-invitation-for-other-purpose = This invitation is for something else.
error-invitation-not-found = This invitation does not exist.
error-invitation-not-open = It was used, revoked, or has expired. Ask for a new one.
error-reset-not-open = It was used already, or more than an hour has passed. Ask whoever runs the server for a new one.
error-job-archived = This job is archived. Restore it or choose another.
error-job-not-found = This job does not exist.
error-last-owner = A company needs at least one owner.
error-not-found = This does not exist any more.
error-not-permitted = Your role does not allow this.
error-not-signed-in = Your session has ended. Sign in again.
error-nothing-changed = Nothing was changed.
error-password-common = Too many people use this password. Choose another.
error-password-guessable = This password is made of your address or the company’s name. Choose another.
error-password-too-long = This password is too long.
error-password-too-short = Use 12 characters or more.
error-public-url-not-secure = Phones cannot be invited yet: the server’s public address must begin with https. Set public_url in its configuration.
error-recovering = The server was restored and waits for phones to send again what it lacks. Nothing was changed. Try again when they are done.
error-not-recovering = Nothing is waited for any more.
error-read-only = The server cannot save anything just now. Nothing was changed.
error-company-stopped = This company was stopped after a fault, and nothing new is saved. Nothing was changed.
error-too-many-files = Too many files were uploaded and not imported. Each goes after a day: import one of them, or try again tomorrow.
error-server-shared = Other companies are on this server too. Whoever runs it makes the backups.
error-setup-done = The company is already set up. Load the page again to sign in.
error-storage-failed = The server could not read its data. Try again in a moment.
error-text-control-characters = This contains characters that cannot be used.
error-text-empty = Fill this in.
error-text-too-long = This text is too long.
error-time-entry-not-found = This entry does not exist.
error-timed-out = The server took too long. Try again.
error-too-many-requests = Too many attempts. Wait a little and try again.
error-workweek-start-invalid = Choose a day of the week.
error-wrong-credentials = The e-mail address or the password is wrong.
error-wrong-media-type = The server does not take this kind of file.
error-wrong-setup-code = This is not the code that the server printed.
error-zone-unknown = This time zone is not known. Choose one from the list.
error-too-many-requests-wait = { $minutes ->
    [one] Too many attempts. Try again in { $minutes } minute.
   *[other] Too many attempts. Try again in { $minutes } minutes.
}

## Taking timesheets away
export = Export
export-title = Export timesheets
export-period = Period
export-period-this-week = This week
export-period-last-week = Last week
export-period-this-month = This month
export-period-last-month = Last month
export-period-custom = Days of my choice
export-period-other = Period
export-from = First day
export-to = Last day
export-date-missing = Enter a date.
export-ends-before = The last day is before the first.
export-format = Form
export-format-xlsx = Excel
export-format-csv = CSV
export-format-tsv = TSV
export-format-pdf = PDF to sign
export-format-other = Form
export-employees = Employees
export-employees-all = Everyone
export-jobs = Jobs
export-jobs-all = Every job
export-remove = Remove { $name }
export-columns = Columns
export-columns-missing = Choose at least one column.
export-column-employee = Employee
export-column-employee-number = Employee number
export-column-work-date = Work date
export-column-start = Start
export-column-end = End
export-column-time-zone = Time zone
export-column-unpaid-break = Unpaid break
export-column-paid-break = Paid break
export-column-worked = Worked
export-column-hours = Decimal hours
export-column-job-code = Job code
export-column-job = Job
export-column-customer = Customer
export-column-cost-code-number = Cost code number
export-column-cost-code = Cost code
export-column-note = Note
export-column-exceptions = Exceptions
export-column-entry-id = Entry id
export-column-other = Column
export-paper = One page for each employee and week, with lines to sign.
export-rule = An entry belongs to the day on which it began. Running entries are counted up to now.
export-busy = The file is being made.
export-done = { $file } is in your downloads.
export-not-saved = Your browser did not take the file. Allow downloads for this page and try again.

## The link to one's own hours
calendar-link = Calendar link
calendar-lead = Subscribe to this link in your calendar application, and it shows your hours of the last twelve months.
calendar-none = You have no link.
calendar-since = Your link has been in use since { $time }.
calendar-once = Copy it now: it is shown only this once.
calendar-secret = Whoever has the link sees your hours without signing in. A new link ends the one before.
calendar-make = Make a link
calendar-renew = Make a new link
calendar-revoke = End the link
calendar-revoked = The link no longer works.

## Bringing hours out of files
date = Date
breadcrumbs = Where you are
imports = Imports
imports-lead = Hours from another program or from a table of your own.
imports-open = See imports
imports-not-yours = Imports are made by owners and managers
imports-not-yours-body = Ask one of them to bring the hours, or to change your role.
imports-empty = Nothing was imported yet
imports-empty-body = Bring hours from Toggl Track, Clockify, Harvest, Kimai or solidtime, or from any table as CSV, TSV or Excel. You see what comes of it before anything is added, and can take it back.
import-hours = Import hours
import-file = File
import-state = State
import-by = Imported by
import-at = When
import-entries = Entries
import-rejected = Not taken
import-by-server = whoever runs the server
import-by-at = Imported by { $name }, { $at }
import-running = Under way
import-finished = Imported
import-empty = Nothing new
import-failed = Failed
import-undone = Taken back
import-figure-rows = Rows in the file
import-figure-new = To be imported
import-figure-imported = Imported
import-figure-hours = { $hours } hours
import-figure-there = Already there
import-figure-there-detail = They add nothing.
import-figure-rejected = Not taken
import-figure-rejected-detail = Each with its reason.
import-line = Line
import-reason = Why
import-rejected-title = { $count ->
    [one] { $shown } row cannot be taken
   *[other] { $shown } rows cannot be taken
}
import-rejected-were = { $count ->
    [one] { $shown } row was not taken
   *[other] { $shown } rows were not taken
}
import-rejected-first = The first { $count } of { $all }. The file has all of them: mend it and import it like any other.
import-rejected-all = The file has them with the reason: mend it and import it like any other.
import-rejected-download = Download these rows
import-undo = Undo import
import-undo-title = Undo the import of { $file }
import-undo-entries = { $count ->
    [one] { $shown } entry with { $hours } hours no longer counts.
   *[other] { $shown } entries with { $hours } hours no longer count.
}
import-undo-added = What it added goes too, unless something else uses it by now:
import-undo-stays = The file and this page stay. The same file can be imported again.
import-undo-done = The import was taken back.
import-added = Added: { $what }.
import-added-employees = { $count ->
    [one] { $shown } employee
   *[other] { $shown } employees
}
import-added-jobs = { $count ->
    [one] { $shown } job
   *[other] { $shown } jobs
}
import-added-cost-codes = { $count ->
    [one] { $shown } cost code
   *[other] { $shown } cost codes
}
import-gone = There is no such import
import-gone-body = If it was under way when the server stopped, nothing of it counts. Import the file again.
import-other = Choose another file
import-file-download = Download the file
import-progress-reading = The rows are read.
import-progress-storing = The entries are stored.
import-progress-count = { $done } of { $all }
import-progress-leave = It goes on by itself: you can leave this page. Nothing counts until all of it does.
import-undone-by = Taken back by { $name } ({ $at }). Nothing of it counts.
import-undone-kept = These stay, because something else uses them: { $names }.
import-empty-why = Every row was there already or could not be taken. Nothing was added.
import-failed-why = Nothing of it counts. { $why }
import-to-timesheets = Timesheets of { $range }
import-to-last-week = Go to the last week
import-column-at = Column { $letter }
import-dates = Dates
import-fixed-employee = Who worked, where a row names nobody
import-fixed-employee-hint = For a file of one person.
import-reading = How it is read
import-source = Program
import-source-hint = Where the file comes from. It decides which column is what.
import-zone = Time zone of the times
import-zone-hint = The zone of the people who wrote them down.
import-steps = Steps
import-step-file = File
import-step-columns = Columns
import-step-preview = Preview
import-back = Back to the columns
import-file-lead = You see what would be imported before anything is added, and can undo it afterwards.
import-file-choose = Choose a file, or drop it here
import-file-hint = CSV, TSV or Excel (XLSX), up to 32 MB.
import-programs = What can be imported
import-programs-own = any table with who, when and how long
import-programs-how = From a program, export the detailed report: one row for each entry.
import-sending = The file is sent.
import-file-reading = The server reads the file.
import-file-rows = { $file }: { $count ->
    [one] { $rows } row
   *[other] { $rows } rows
}
import-recognised = This looks like an export of { $program }.
import-recognised-none = This is no export that TimeTrakr knows. Check what each column holds.
import-remembered = Columns are read as in your last import of a file with the same headers.
import-columns = Columns
import-columns-lead = Someone who worked, a date, and either start and end or a duration are needed. The rest can be left out.
import-column = Column
import-column-values = First values
import-column-holds = What it holds
import-column-nameless = Column { $number }
import-column-field = What column { $column } holds
import-field-none = Leave out
import-field-employee = Employee
import-field-first-name = First name
import-field-last-name = Last name
import-field-email = E-mail
import-field-customer = Customer
import-field-job = Job
import-field-job-code = Job code
import-field-cost-code = Cost code
import-field-note = Note
import-field-date = Date
import-field-start-date = Start date
import-field-start-time = Start time
import-field-end-date = End date
import-field-end-time = End time
import-field-start = Start, date and time
import-field-end = End, date and time
import-field-duration = Duration
import-field-break = Unpaid break
import-field-zone = Time zone
import-field-kind = Kind of row
import-field-other = Name
import-preset-timetrakr = TimeTrakr
import-preset-toggl = Toggl Track
import-preset-clockify = Clockify
import-preset-harvest = Harvest
import-preset-kimai = Kimai
import-preset-solidtime = solidtime
import-preset-generic = Another table
import-preset-other = Another table
import-order-why = Every date in this file can be read in two ways. Say which is right; the likelier one is marked.
import-order-question = How are dates written?
import-order-question-of = What day is { $text }?
import-order-month-of = { $date } (month first)
import-order-day-of = { $date } (day first)
import-order-month-first = Month first
import-order-day-first = Day first
import-order-other = As the file has them
import-by-file = As the file shows
import-more = Numbers and units
import-decimals = Decimals
import-decimals-point = 7.5 (point)
import-decimals-comma = 7,5 (comma)
import-duration-unit = Unit of durations
import-break-unit = Unit of breaks
import-unit-hours = Hours
import-unit-minutes = Minutes
import-unit-seconds = Seconds
import-unit-other = Unit
import-look = Preview
import-preview-lead = Nothing was added yet. This is what the import would do.
import-now = { $count ->
    [one] Import { $shown } entry
   *[other] Import { $shown } entries
}
import-now-none = Import
import-all-there = Every row of this file is there already. There is nothing to import.
import-rest-there = What could be taken is there already. There is nothing to import.
import-none-readable = No row can be taken. Look at the reasons, and at what each column holds.
import-names-more = { $names } and { $count } more
import-new-names = Added on the way
import-times = Times
import-there-already = Already there
import-new = New
import-first-rows = { $count ->
    [one] The first row as it would be imported
   *[other] The first { $count } rows as they would be imported
}
import-line-of = Imported from { $file } by { $name }

## Why a row cannot be imported
rejected-no-employee = It does not say who worked.
rejected-no-date = It has no date.
rejected-no-time = It has neither times nor a duration.
rejected-still-running = It has no end and no duration: it was running.
rejected-total = It has no date and nobody’s name: it looks like a total.
rejected-not-work = It is marked { $kind }, which is not work.
rejected-not-a-date = { $text } is not a date.
rejected-not-a-month-first-date = { $text } is not a date. The file’s dates have the month first.
rejected-not-a-day-first-date = { $text } is not a date. The file’s dates have the day first.
rejected-not-a-time = { $text } is not a time of day.
rejected-not-a-duration = { $text } is not a duration.
rejected-end-before-start = It ends before it starts.
rejected-break-too-long = Its break is longer than its time.
rejected-too-long = It is longer than 7 days.
rejected-too-many-hours = It has more than 24 hours on one date.
rejected-text-too-long = { $field }: more than { $max } characters.
rejected-unknown-zone = { $text } is not a time zone.
rejected-ambiguous-employee = More than one employee has this name. Add the e-mail, or rename one of them.
rejected-ambiguous-job = More than one job has this name. Add the job code or the customer.
rejected-ambiguous-cost-code = More than one cost code has this name.
rejected-in-future = It lies in the future.
rejected-period-locked = The time is in a locked pay period. Unlock it, or state it as a late correction.
rejected-longer-than-its-day = With it, this person has more hours on the date than the day has.
rejected-text-refused = { $field }: this text cannot be used.
rejected-company-full = { $field }: the company has as many as it can.
rejected-other = It cannot be taken.

## What went wrong with a file or an import
error-file-cell-too-long = A cell of this file is too long. A quotation mark may be missing.
error-file-damaged-workbook = This workbook is damaged. Open it in a spreadsheet program and save it again.
error-file-empty = This file is empty.
error-file-locked-workbook = This workbook is of an old format or has a password. Save it as XLSX without one.
error-file-no-such-sheet = The workbook has no such sheet.
error-file-not-a-table = This is neither text nor an Excel workbook. Save it as CSV or XLSX.
error-file-too-large = This file is larger than 32 MB. Split it by year or by employee.
error-file-too-many-columns = This file has more than 200 columns.
error-file-too-many-rows = This file has more than 200,000 rows. Split it by year or by employee.
error-import-finished = This import is finished.
error-import-incomplete = Parts of this import are missing. Start it again.
error-import-not-found = This import does not exist.
error-import-running = Another import is under way. Wait until it is finished.
error-import-too-large = This import is too large. Split the file by year or by employee.
error-import-undone = This import was taken back already.
error-import-unfinished = This import was not finished.
error-mapping-no-date = Choose the column of the date, or of the start.
error-mapping-no-employee = Choose the column of the employee, or name one employee for the whole file.
error-mapping-no-length = Choose the columns of start and end, or that of the duration.
error-mapping-version = The file was mapped by a later version of TimeTrakr. Choose its columns again.
error-server-stopping = The server was stopped. Import the file again.

# Access tokens
tokens = Access tokens
tokens-lead = An access token lets a program of yours use TimeTrakr in your name.
tokens-empty = You have no access tokens.
token-once = Copy the secret now: it is shown only this once.
token-until = Until { $date }
token-used = Last used { $date }
token-unused = Not used yet
token-read-only = Only reads
token-read-only-hint = It sees what you see and changes nothing.
token-revoke = Revoke
token-revoked = The access token no longer works.
token-name = Name
token-name-hint = For example, what the program does.
token-name-missing = Give it a name.
token-life = Good for
token-days = { $count } days
token-power = Whoever has the secret can do what you may do. Revoke a token that is not used any more.
token-make = Make a token
api-docs = How to use TimeTrakr from programs
api-docs-lead = Your programs can do what the office does.
error-too-many-access-tokens = You have as many access tokens as one may have. Revoke one that is not used.
error-session-needed = Sign in to the office for this.

# Held back
exceptions-of-entries = Time entries
held = Held back
held-lead = The server keeps these statements and does not count them. What they wait for may still happen by itself, or you decide.
held-search = Person, device or words
held-count = { $count ->
    [one] { $count } statement
   *[other] { $count } statements
}
held-any-reason = Any reason
held-empty = Nothing is held back
held-empty-body = Hours from a revoked phone, or anything a role did not allow, wait here until someone decides.
held-none-such = None of these
held-none-such-body = Choose another state to see more.
held-state-held = Held back
held-state-set-aside = Set aside
held-state-counted = Counts now
held-state-late = Late correction
held-state-superseded = Overtaken by another edit
held-state-other = Held back
held-someone = Someone
held-clocked-in = { $who } clocked in at { $time }
held-clocked-out = { $who } clocked out at { $time }
held-break-started = { $who } began a break at { $time }
held-break-ended = { $who } ended a break at { $time }
held-job-switched = { $who } switched jobs at { $time }
held-entry-added = { $who } wrote down { $day }, { $from } to { $to }
held-entry-edited = { $who } edited a time entry
held-entry-voided = { $who } voided a time entry
held-entry-restored = { $who } restored a time entry
held-exceptions-settled = { $who } settled exceptions of a time entry
held-unknown = { $who } stated something that this version does not know
held-other = { $who } stated something that is not about hours
held-on-job = { $said } on { $job }
held-about = { $said }, for { $name }
held-one = Held statement
held-said = What it says
held-device = Through
held-whom = Whose time
held-start = Start
held-end = End
held-changes = Changes
held-note = Note or reason
held-field-start = start
held-field-end = end
held-field-breaks = breaks
held-field-job = job
held-field-costcode = cost code
held-field-note = note
held-field-voided = whether it counts
held-field-other = other
held-since = What has happened since
held-arrived = It arrived, and was held back
held-by-server = The server
held-event-held = { $by }: held back. { $reason }
held-event-set-aside = { $by } set it aside
held-event-counted = { $by } let it count
held-event-late = { $by } made it a late correction
held-event-superseded = { $by } let it count, and another edit of the same had gone before
held-next-device-revoked = Ask the person. If the hours are right, let them count: you vouch for them.
held-next-not-permitted = If it is right, let it count. It also counts by itself once the person has a role that allows it.
held-next-employee-archived = If it is right, let it count. It also counts by itself once the employee is restored.
held-next-unknown-subject = It counts by itself once what it is about has arrived. Otherwise enter what is right by hand, and set this aside.
held-next-parked = It counts by itself after an update of TimeTrakr that knows it.
held-next-wrong-actor = A phone spoke for someone else. This cannot count; enter what is right by hand, and set this aside.
held-next-id-reused = This cannot count. Enter what is right by hand, and set this aside.
held-next-unreadable = This cannot count. Enter what is right by hand, and set this aside.
held-next-breaks-rule = This cannot count. Enter what is right by hand, and set this aside.
held-next-period-locked = Its pay period is locked. Unlock it, or enter what is right by hand, and set this aside.
held-next-other = Look at it, and enter what is right by hand.
held-next-set-aside = It is kept and never counts, unless you take that back.
held-next-counted = It counts. To take it back, void or correct the time entry in Timesheets.
held-next-late = Its period is locked. It waits with the late corrections of the timesheet.
held-next-superseded = Someone else's edit of the same went before. It stays in the history of the time entry.
held-release = { $count ->
    [one] Let it count
   *[other] Let { $count } count
}
held-set-aside = { $count ->
    [one] Set it aside
   *[other] Set { $count } aside
}
held-take-back = { $count ->
    [one] Hold it back again
   *[other] Hold { $count } back again
}
held-release-device = Let all of { $device } count
held-release-title = { $count ->
    [one] Let this statement count
   *[other] Let { $count } statements count
}
held-set-aside-title = { $count ->
    [one] Set this statement aside
   *[other] Set { $count } statements aside
}
held-take-back-title = { $count ->
    [one] Hold this statement back again
   *[other] Hold { $count } statements back again
}
held-release-effect = They count from now on as they were stated, in your name as the one who vouches for them.
held-set-aside-effect = They are kept, never count, and are no longer listed as open. You can take that back.
held-take-back-effect = They wait again, and count if nothing stands in their way any more.
held-reason-missing = Say why, so that others understand it later.
held-released = { $count ->
    [one] { $count } statement counts now.
   *[other] { $count } statements count now.
}
held-was-set-aside = { $count ->
    [one] { $count } statement is set aside.
   *[other] { $count } statements are set aside.
}
held-taken-back = { $count ->
    [one] { $count } statement is held back again.
   *[other] { $count } statements are held back again.
}
held-left = { $count ->
    [one] { $count } could not be settled so and is as it was.
   *[other] { $count } could not be settled so and are as they were.
}

## Approving timesheets
approve = Approve
approve-period = Pay period
approve-period-before = Pay period before
approve-period-after = Pay period after
approve-period-this = This period
approve-not-ended = This period has not ended yet.
approve-lock = Lock the period
approve-unlock = Unlock the period
approve-locked-by = { $name } locked this period on { $time }.
approve-locked-means = Its hours change no more. What is corrected now becomes a late correction and pays in a later period.
approve-locked-by-pay-run = A pay run locked it: its hours were paid. What is corrected now becomes a late correction and pays in a later period.
approve-unlocked-by = { $name } unlocked this period on { $time }.
approve-lock-title = Lock { $period }
approve-lock-effect = Hours of this period change no more, on phones, here and through imports. What is corrected later becomes a late correction, which you accept or decline, and pays in a later period.
approve-unlock-title = Unlock { $period }
approve-unlock-effect = Hours of this period can be changed again. Lock it again before you pay it.
approve-locked-toast = The period is locked.
approve-unlocked-toast = The period can be changed again.
approve-note = Note, if you want one
approve-title = { $count ->
    [one] Approve { $count } timesheet
   *[other] Approve { $count } timesheets
}
approve-effect = You approve exactly the entries that you see now. If one changes later, the timesheet asks for you again.
approve-left = { $count ->
    [one] { $count } that you chose is left out: it has open questions, or is approved already.
   *[other] { $count } that you chose are left out: they have open questions, or are approved already.
}
approve-submitted-effect = Approves every timesheet of this period that its employee submitted, that nobody changed since, and that has no open exception or objection. Your own is left out unless you may approve it.
approve-done = { $count ->
    [one] { $count } timesheet is approved.
   *[other] { $count } timesheets are approved.
}
approve-return = Return
approve-return-title = Return the timesheet of { $name }
approve-return-effect = It goes back to the employee, who sees your reason and submits it again.
approve-returned = The timesheet of { $name } went back.
approve-reopen = Reopen
approve-reopen-title = Reopen the timesheet of { $name }
approve-reopen-effect = It is no longer approved. The employee sees your reason.
approve-reopened = The timesheet of { $name } is open again.
approve-look-again = Close this and look at it again
approve-by-exception = { $count ->
    [one] { $count } timesheet was submitted and has no open questions.
   *[other] { $count } timesheets were submitted and have no open questions.
} { $others ->
    [0] None is left besides.
    [one] { $others } other is not ready.
   *[other] { $others } others are not ready.
}
approve-all-ready = { $count ->
    [one] Approve it …
   *[other] Approve all { $count } …
}
approve-all-done = All timesheets of this period are approved.
approve-none-ready = No timesheet that was submitted waits without open questions.
approve-selected = { $count ->
    [0] Approve …
    [one] Approve { $count } …
   *[other] Approve { $count } …
}
approve-chosen = { $count ->
    [one] { $count } timesheet selected
   *[other] { $count } timesheets selected
}
approve-selected-none = None of these can be approved as it is.
approve-look = Look at these
approve-caption = Timesheets of the period
approve-empty = No timesheets in this period
approve-empty-body = Everyone who works here, or has hours in this period, gets a row.
approve-decimal = Decimal
approve-deducted = Deducted
approve-questions = To look at
approve-objects = Objects
approve-changes = { $count ->
    [one] { $count } change since
   *[other] { $count } changes since
}
approve-missed-count = { $count ->
    [one] { $count } break missed
   *[other] { $count } breaks missed
}
approve-missed-meal = The employee says that the meal period of { $date } was not provided.
approve-missed-rest = The employee says that a rest period of { $date } was not provided.
approve-back = All timesheets of the period
approve-objection = { $name } does not agree: “{ $words }”
approve-exceptions = Open exceptions: { $kinds }. Settle them in the days below, then approve.
approve-not-you = Someone else must decide about this: nobody approves their own time.
approve-days = Days of the timesheet
approve-meal-by-rule = Meal taken off by rule: { $hours }
approve-meal-worked = The employee says that the meal was worked.
approve-open-day = Open the day
approve-week = Workweek { $range }
approve-changed-by-others = Changed by others since it was submitted
approve-said = What was said
approve-nothing-said = Nothing was said about this timesheet yet.
approve-said-submitted = { $name } submitted it and said that it is true
approve-said-objected = { $name } does not agree
approve-said-approved = { $name } approved it
approve-said-returned = { $name } returned it
approve-said-reopened = { $name } reopened it
approve-said-other = { $name } did something that a later version knows
approve-other-entries = The entries have changed since.
approve-sign-employee = Employee, date
approve-sign-approver = Approved by, date
approve-late = Late corrections
approve-late-lead = Statements about time in locked periods. They count once you accept them, and pay in the next period that is not locked.
approve-late-count = { $count ->
    [one] { $count } late correction
   *[other] { $count } late corrections
}
approve-late-waiting = { $count ->
    [one] { $count } late correction of this employee waits for a decision.
   *[other] { $count } late corrections of this employee wait for a decision.
}
approve-late-open = Open late corrections
approve-late-empty = No late corrections wait
approve-late-empty-body = What someone states about time in a locked period appears here.
approve-late-stated = { $name } stated this on { $time }.
approve-late-new = New entry
approve-late-void = Shall not count
approve-late-restore = Shall count again
approve-late-change = Change
approve-late-pays = If you accept it, it pays in { $range }.
approve-late-pays-next = If you accept it, it pays in the next period.
approve-late-accept = Accept
approve-late-accept-title = Accept the late correction of { $name }
approve-late-accept-effect = It counts as it is stated, and pays in the next period that is not locked.
approve-late-accepted = The late correction counts.
approve-late-decline = Decline
approve-late-decline-title = Decline the late correction of { $name }
approve-late-decline-effect = It does not count. The employee sees your reason.
approve-late-declined = The late correction was declined.
approve-late-offer = You can send what you entered as a late correction. Someone who approves decides about it, and it pays in a later period.
approve-late-send = Send as a late correction
approve-late-sent = Sent as a late correction. It counts once it is accepted.
timesheet-open = Not submitted
timesheet-submitted = Submitted
timesheet-changed-since-submitted = Changed since submitted
timesheet-returned = Returned
timesheet-approved = Approved
timesheet-changed-since-approved = Changed since approved
timesheet-zone = Days in the zone { $zone }

## Settings of time
timesheet-settings = Time
timesheet-settings-lead = Pay periods, workweek, breaks and deadlines, each from a date on.
timesheet-settings-locked = Time up to { $date } is locked. Settings change after it.
timesheet-now = Now
timesheet-since = Since { $date }
timesheet-from-then = From { $date }
timesheet-from = From
timesheet-from-hint = What was before stays as it was.
timesheet-date-missing = Enter a date.
timesheet-calendar = Pay periods and workweek
timesheet-periods = Pay periods
timesheet-every-workweek = Every workweek
timesheet-every-week = Every week
timesheet-every-two-weeks = Every two weeks
timesheet-every-half-month = Twice a month
timesheet-every-month = Every month
timesheet-anchor = First day of a period
timesheet-anchor-hint = Any one of them: the others follow from it.
timesheet-first-day = Day of the month on which it begins
timesheet-second-day = Day on which the second begins
timesheet-day-of-month = Enter a day from 1 to 28.
timesheet-days-in-order = The second day must be later in the month than the first.
timesheet-day-starts = Days begin at
timesheet-workweek-words = Workweeks begin on { $day }, days at { $time }
timesheet-policy = Breaks, deadlines and reminders
timesheet-meal = Take a meal off by rule
timesheet-meal-hint = Where nobody recorded a meal. The employee can say that it was worked; then nothing is taken off.
timesheet-meal-after = After so many minutes worked in a day
timesheet-meal-minutes = Minutes taken off
timesheet-meal-wrong = Enter both in minutes. No more can be taken off than 120, nor than is worked.
timesheet-meal-words = A meal of { $minutes } minutes is taken off after { $hours } hours
timesheet-ask-meal = Ask about meal periods at clock-out
timesheet-ask-rest = Ask about rest periods at clock-out
timesheet-ask-hint = The phone asks whether each was taken, offered and not taken, or not provided.
timesheet-submit-due = Submit within hours
timesheet-approve-due = Approve within hours
timesheet-due-hint = Counted from the end of the period. Leave it empty for no deadline.
timesheet-hours-wrong = Enter whole hours, or nothing.
timesheet-remind = Remind so many hours before
timesheet-remind-hint = By e-mail, once a period and person. Leave it empty for no reminders.
timesheet-submit-words = to submit within { $hours } h
timesheet-approve-words = to approve within { $hours } h
timesheet-remind-words = reminders { $hours } h before
timesheet-policy-nothing = Nothing is asked, taken off or due
timesheet-person-zone = Time zone of this employee
timesheet-person-zone-lead = Days begin and end in the company’s zone unless you choose another from a date on.
timesheet-person-zone-own = A zone other than the company’s
error-period-locked = This time is in a locked pay period.
error-period-already-locked = This period is locked already.
error-period-not-locked = This period is not locked.
error-period-locked-by-pay-run = A pay run locked this period. It is corrected in a later run.
error-pay-period-not-found = No pay period begins on this date. Load the page again.
error-period-not-begun = This period has not begun yet.
error-period-not-ended = This period has not ended yet for everyone.
error-timesheet-on-the-clock = The employee is still on the clock in this period. Clock out or correct the entry first.
error-period-on-the-clock = Someone is still on the clock in this period. Correct those entries first.
error-timesheet-open-exceptions = There are open exceptions. Settle them first.
error-timesheet-own = Nobody approves their own time. Someone else must do it.
error-timesheet-nothing-to-approve = No timesheet that was submitted waits without open questions.
error-timesheet-statement-unknown = This version does not know the statement. Load the page again.
error-late-correction-not-found = This late correction was decided already.
error-settings-locked = Time from this date on is locked. Choose a later date.
error-settings-invalid = These settings do not go together. Check them.
error-too-many = These are too many at once.

## Payroll

nav-payroll = Payroll
payroll-a-week = { $amount } a week
payroll-a-week-exempt = { $amount } a week, without overtime
payroll-address = Address of the firm
payroll-all-hours = All hours
payroll-amount = Amount
payroll-amount-missing = Write an amount such as 120.50, without a sign for the currency.
payroll-an-hour = { $rate } an hour
payroll-and = and
payroll-archived-work = An archived job or cost code
payroll-basis = Paid
payroll-basis-hourly = By the hour
payroll-basis-salary = A salary for each workweek, with overtime
payroll-basis-exempt = A salary for each workweek, exempt from overtime
payroll-basis-contractor = Contractor, by the hour, without overtime
payroll-basis-other = Otherwise
payroll-begin = Begin a pay run
payroll-begin-hint = A pay run can begin once its pay period is over.
payroll-begins = Begins
payroll-begins-on = On which days it begins
payroll-ends = Ends
payroll-bonus-counts = How it counts for overtime
payroll-bonus-flat = A flat sum, promised
payroll-bonus-production = For production: more hours would have raised it
payroll-bonus-of-all-pay = A percentage of all pay, overtime included
payroll-bonus-discretionary = Promised to nobody: not in the regular rate
payroll-bonus-other = Otherwise
payroll-certified = Certified payroll (WH-347)
payroll-certified-lead = For jobs of public works, a form for each workweek. The statement of compliance is signed by whoever the pay settings name.
payroll-certified-unmarked = This job is not marked as public works.
payroll-certified-mark = Say so in the job
payroll-certified-week = Workweek
payroll-certified-number = Payroll number on the project
payroll-certified-number-missing = Write the number of this payroll on the project, from 1.
payroll-certified-last = This is the last payroll of the project
payroll-certified-pdf = Download the PDF
payroll-certified-csv = Download the CSV
payroll-changed-hint = Something that this pay run is calculated from changed since it was reviewed. Look at it again and review it anew.
payroll-classification = Classification on public works
payroll-codes = What they call earnings
payroll-codes-change = Change codes and settings
payroll-codes-saved = Saved. The file was checked again.
payroll-contract-number = Project or contract number
payroll-correction-more = Paid { $paid }, now worth { $now }: { $apart } more.
payroll-correction-less = Paid { $paid }, now worth { $now }: { $apart } less.
payroll-corrections = Corrections of earlier runs
payroll-count-missing = Write a number such as 12.
payroll-covers = Hours that the salary covers
payroll-covers-hint = Leave it empty for a salary for all hours, however many (29 CFR 778.114).
payroll-covers-missing = Write hours such as 40, or nothing.
payroll-currency = Currency
payroll-currency-missing = Write three letters, such as USD.
payroll-date-missing = Choose a date.
payroll-days = Days
payroll-decimal = Decimal
payroll-differential-add = Add a shift differential
payroll-differential-end = End today
payroll-differential-name-hint = Such as night shift.
payroll-differential-saved = The shift differential is saved.
payroll-differentials = Shift differentials
payroll-differentials-lead = More pay for hours between two clock times. It counts in the regular rate.
payroll-differentials-none = There are none.
payroll-discard = Discard
payroll-discard-means = Pay run { $number } pays nothing then. It stays in the list with the reason, and its period can have another one.
payroll-discarded-toast = The pay run is discarded.
payroll-download = Download
payroll-earned-from = Earned from
payroll-earned-to = Earned to
payroll-earning-regular = Regular hours
payroll-earning-overtime = Overtime hours
payroll-earning-double-time = Double-time hours
payroll-earning-salary = Salary
payroll-earning-bonus = Bonus
payroll-earning-piece = Piece pay
payroll-earning-differential = Shift differential
payroll-earning-paid-leave = Paid leave
payroll-earning-meal-premium = Meal premium
payroll-earning-rest-premium = Rest premium
payroll-earning-reimbursement = Reimbursement
payroll-earning-correction = Correction
payroll-earning-other = Other earnings
payroll-empty = No pay runs yet
payroll-empty-body = A pay run works out what everyone earned in a pay period, line by line, with the reason for each figure.
payroll-everyone = Everyone
payroll-explain = Explain
payroll-explain-amount = { $amount } of { $part }
payroll-explain-rate = { $amounts } over { $hours } hours { $count ->
    [one] is
   *[other] are
} a regular rate of { $rate }.
payroll-explain-rate-part = { $amount } over { $hours } hours is { $rate } an hour.
payroll-explain-rate-sum = Together that is a regular rate of { $rate }.
payroll-explain-premium = On top for overtime: { $hours } hours at { $multiple } of { $rate } are { $amount }.
payroll-explain-federal = By the federal rule alone: { $hours } hours at { $multiple } of { $rate } would be { $amount }.
payroll-explain-federal-part = Of the premium of { $premium }, the federal rule asks for { $federal }.
payroll-files = Files
payroll-files-when-final = Files are made once the pay run is final. You can fill in what is missing now.
payroll-final-at = Final since { $time }
payroll-final-means-kept = It never changes again.
payroll-final-means-locked = The time of { $dates } is locked: nobody changes it any more, on the phone or here.
payroll-final-means-later = What turns out wrong is put right in a later pay run, with the difference shown.
payroll-final-on = Final on
payroll-final-toast = The pay run is final, and its period is locked.
payroll-finalise = Make final
payroll-finalise-do = Make it final
payroll-fingerprint = Fingerprint
payroll-first-name = First name as payroll has it
payroll-last-name = Last name as payroll has it
payroll-for-hours = For which hours
payroll-form = File for
payroll-form-gusto = Gusto (CSV)
payroll-form-adp-run = ADP RUN (CSV)
payroll-form-adp-workforce-now = ADP Workforce Now (CSV)
payroll-form-quickbooks = QuickBooks Desktop (IIF)
payroll-form-csv = Spreadsheet, every line (CSV)
payroll-form-xlsx = Excel workbook, every line (XLSX)
payroll-form-summary = Summary on paper (PDF)
payroll-form-statements = A statement for each employee (PDF)
payroll-form-other = Another system
payroll-four-tens = Nevada: an agreement of four days of ten hours is on record
payroll-fringe-credit = Into plans, an hour
payroll-from = from { $date }
payroll-from-date = From
payroll-from-to = from { $date } to { $last }
payroll-gross = Gross pay
payroll-gross-of = Gross pay { $amount }
payroll-hours = Hours
payroll-hours-double = { $hours } double time
payroll-hours-of-weekday = Hours of one weekday
payroll-hours-of-work = Hours of a job or cost code
payroll-hours-overtime = { $hours } overtime
payroll-hours-regular = { $hours } regular
payroll-id-of = Id of { $name }
payroll-identifier = Last four digits of an identifying number
payroll-identifier-hint = Four characters at most. Never a whole social security number.
payroll-in-lieu = In cash, an hour
payroll-item-add = Add a bonus or expense
payroll-item-bonus = Bonus
payroll-item-reimbursement = Reimbursement
payroll-item-mileage = Mileage
payroll-item-per-diem = Per diem
payroll-item-piece = Piece pay
payroll-item-paid-leave = Paid leave
payroll-item-meal-premium = Missed meal period
payroll-item-rest-premium = Missed rest period
payroll-item-other = Other pay
payroll-item-by-rule = as the rule of the state asks for
payroll-item-days = { $count ->
    [one] 1 day
   *[other] { $count } days
} at { $amount }
payroll-item-kind = What
payroll-item-miles = { $miles } miles at { $rate }
payroll-item-saved = Added. It is paid in the run of its dates.
payroll-items = Beside hourly pay
payroll-law = Rule
payroll-law-hint = Overtime is worked out by this rule. The federal rule holds beside that of a state: whoever is owed more by it gets more.
payroll-law-none = No overtime
payroll-law-policy = Our own policy
payroll-law-us-flsa = Federal (FLSA): over 40 hours a week
payroll-law-us-ca = California: daily, weekly and seventh day
payroll-law-us-ak = Alaska: over 8 hours a day
payroll-law-us-nv = Nevada: over 8 hours a day below a rate
payroll-law-us-co = Colorado: over 12 hours a day
payroll-law-other = Another rule
payroll-law-of-company = That of the company
payroll-law-of-work = Rule of the state where the work is done
payroll-left-out = This file has no place for these. Enter them by hand.
payroll-left-out-line = { $name }: { $earning }, { $hours } hours, { $amount }
payroll-line-straight-time = Hours
payroll-line-salary = Salary
payroll-line-beyond-salary = Hours beyond the salary
payroll-line-bonus = Bonus
payroll-line-piece = Piece pay
payroll-line-differential = Shift differential
payroll-line-reimbursement = Reimbursement
payroll-line-paid-leave = Paid leave
payroll-line-meal-premium = Meal premium
payroll-line-rest-premium = Rest premium
payroll-line-overtime-premium = Overtime premium
payroll-line-other = Other pay
payroll-line-entries = { $count ->
    [one] 1 time entry
   *[other] { $count } time entries
}
payroll-line-hours = { $hours } hours
payroll-line-hours-at = { $hours } hours at { $rate }
payroll-location = Location
payroll-made = Files made
payroll-made-at = First made
payroll-made-by = By
payroll-made-lead = The same run gives the same file, to the byte.
payroll-miles = Miles
payroll-missing-ids = What they call your employees
payroll-more-an-hour = { $rate } more an hour
payroll-moved = Against the last run
payroll-multiple-half = half
payroll-multiple-once = the whole
payroll-multiple-once-and-half = one and a half times the whole
payroll-multiple-times = { $times } times the whole
payroll-need-rules = Say which overtime rule holds for the company. Until then it is the federal one, in US dollars.
payroll-need-rules-link = Pay settings
payroll-need-rates = { $count ->
    [one] 1 person has neither rate nor salary.
   *[other] { $count } people have neither rate nor salary.
} Whoever works no hours needs none.
payroll-need-rates-link = People
payroll-needs = Before a pay run
payroll-no-period = Every pay period that is over has a pay run.
payroll-nobody = Nobody is paid by this run
payroll-nobody-body = There are no hours and no other pay in its dates.
payroll-note = Note
payroll-nothing-missing = Nothing is missing for this file.
payroll-notices = To look at
payroll-notices-blocking = { $count ->
    [one] 1 stands in the way of making it final
   *[other] { $count } stand in the way of making it final
}
payroll-notices-others = { $count ->
    [one] 1 to know about
   *[other] { $count } to know about
}
payroll-notice-too-large = A figure is too large to calculate with.
payroll-notice-too-many-weeks = The dates reach over more workweeks than are calculated at once.
payroll-notice-entry-too-long = A time entry is longer than a workweek and is not paid.
payroll-notice-negative = A rate, an amount or hours are under zero and not paid.
payroll-notice-rate-missing = Work has no rate, and no salary pays for it.
payroll-notice-break-without-place = Where the unpaid break falls changes the pay. Record when it was, or write two entries.
payroll-notice-several-weeks = Salary and piece pay must be of one workweek each.
payroll-notice-two-salaries = Two salaries of one workweek cover different hours.
payroll-notice-fluctuating-not-allowed = A salary for all hours stands only under the federal rule alone, with the signed understanding on record. It was taken to cover 40 hours.
payroll-notice-fluctuating-below-minimum-wage = The salary for all hours falls under the minimum wage. It was taken to cover 40 hours.
payroll-notice-rule-not-computed = This state has a daily or seventh-day rule that is not calculated here.
payroll-notice-premium-not-computed = The rule knows no such premium. It is not paid.
payroll-notice-premium-without-rate = There is no worked time to take the rate of the premium from. It is not paid.
payroll-notice-bonus-without-hours = A flat bonus was earned over a period without regular hours.
payroll-notice-rate-in-effect-unknown = The rate in effect is agreed, and overtime hours have no rate of their own.
payroll-notice-minimum-wage-unknown = No minimum wage is known for the workday. Daily overtime was paid.
payroll-notice-too-many-changes = The start of the workweek changes more often than is calculated at once.
payroll-notice-piece-rest-pay = Pay for rest periods beside piece pay is not calculated (Labor Code 226.2).
payroll-notice-below-minimum-wage = Pay is under the minimum wage.
payroll-notice-rounding-refused = This rule refuses rounding of time. Recorded times were taken.
payroll-notice-short-break-paid = An unpaid break of 20 minutes or less was paid (29 CFR 785.18).
payroll-notice-short-gap = 20 minutes or less between two time entries were not paid.
payroll-notice-overlap = Time entries overlap. Both were paid.
payroll-notice-bonus-outside = A bonus was earned partly in workweeks that are not in this run.
payroll-notice-bonus-cuts-week = A bonus begins or ends inside a workweek, which counts as a whole.
payroll-notice-rule-changes = The rule changes within the workweek. The larger pay of both is owed.
payroll-notice-workweek-changes = The start of the workweek changes. The greater pay of both ways to count is owed.
payroll-notice-four-tens-not-kept = The agreed four days of ten hours were not kept to.
payroll-notice-salary-covers-forty = The state has the salary cover 40 hours, whatever was agreed.
payroll-notice-no-hours = No hours in this pay period.
payroll-notice-long-week = More than 60 hours in a workweek.
payroll-notice-no-terms = Nothing says what this person is paid.
payroll-notice-not-approved = The timesheet is not approved.
payroll-notice-changed-since-approval = The timesheet changed since it was approved.
payroll-notice-open-entries = Time entries without an end are not paid.
payroll-notice-late-pending = Late corrections await a decision and are not paid.
payroll-notice-moved = Gross pay differs by more than a quarter from the last pay run.
payroll-notice-other = Something to look at.
payroll-now = In force
payroll-of-it-federal = { $amount } of it federal
payroll-overtime = Overtime
payroll-paper = Paper
payroll-paper-letter = Letter
payroll-paper-a4 = A4
payroll-paper-other = Other
payroll-part-hourly = hourly pay
payroll-part-salary = salary
payroll-part-piece = piece pay
payroll-part-differential = shift differentials
payroll-part-bonus = bonus
payroll-part-flat-bonus = flat bonus
payroll-part-own-premium = premiums of our own
payroll-part-other = other pay
payroll-pay = Pay
payroll-pay-none = Nothing says yet what this person is paid.
payroll-people = People
payroll-per-day = A day
payroll-per-hour = An hour
payroll-per-mile = A mile
payroll-period = Pay period
payroll-policy-add = Add
payroll-policy-date = Date
payroll-policy-day = In a day
payroll-policy-holidays = Holidays at a premium
payroll-policy-incomplete = Give it a name, and fill in or remove each row. A multiple is 1.00 or more, such as 1.50.
payroll-policy-lead = Hours beyond a threshold are paid at a multiple of straight pay. The federal rule holds beside it.
payroll-policy-multiple = Times straight pay
payroll-policy-named = Our own policy: { $name }
payroll-policy-over = Hours over
payroll-policy-remove = Remove this row
payroll-policy-week = In a workweek
payroll-policy-weekdays = Weekdays at a premium
payroll-premium = Overtime premium
payroll-print = Print
payroll-project = Name of the project
payroll-project-missing = Write the name of the project.
payroll-rate = An hour is paid
payroll-rate-add = Set a rate
payroll-rate-ended = No rate of its own any more
payroll-rate-in-effect = Overtime at the rate in effect when it is worked, by agreement (FLSA 7(g)(2))
payroll-rate-missing = Write an amount such as 18.50, without a sign for the currency.
payroll-rate-saved = The rate is saved.
payroll-review = Review
payroll-review-do = I found it right
payroll-review-blocked = { $count ->
    [one] 1 thing stands
   *[other] { $count } things stand
} in the way of making it final.
payroll-review-hint = Your review is of the figures as they are now. If something changes, the run asks for another one.
payroll-review-sum = { $people ->
    [one] 1 person is
   *[other] { $people } people are
} paid { $gross } gross.
payroll-reviewed-toast = Reviewed. It can be made final now.
payroll-rounding = Rounding of recorded times
payroll-rounding-hint = California refuses rounding, whatever is chosen here.
payroll-rounding-none = To the second
payroll-rounding-five = To 5 minutes
payroll-rounding-six = To 6 minutes, a tenth of an hour
payroll-rounding-fifteen = To a quarter of an hour
payroll-rounding-other = Otherwise
payroll-rules = Rules
payroll-rules-add = Other rules from a date
payroll-rules-certified = For certified payroll: address and signature
payroll-rules-lead = What overtime is worked out by, from a date on. What was paid before stays as it was.
payroll-rules-none = Nothing is set yet. The federal rule holds, in US dollars.
payroll-rules-saved = The rules are saved.
payroll-run = Pay run { $number }
payroll-run-name = { $number } · { $dates }
payroll-salary = Salary a week
payroll-setting-company-code = ADP company code
payroll-setting-batch = Batch id
payroll-setting-company-created = When QuickBooks made the company file
payroll-setting-other = Setting
payroll-setting-hint-company-code = As ADP gives it, such as ABC.
payroll-setting-hint-batch = Any short text, such as 1.
payroll-setting-hint-company-created = From the TIMERHDR line of a file that QuickBooks exported: COMPANYCREATETIME.
payroll-setting-hint-other = As the other system gives it.
payroll-settings = Pay
payroll-settings-lead = Overtime rules, currency, rounding and shift differentials.
payroll-settings-open = Open pay settings
payroll-signatory = Who signs certified payroll
payroll-signatory-title = Title of whoever signs
payroll-signed-by = Signed by { $name }
payroll-standing = On public works
payroll-standing-none = Not said
payroll-standing-journeyworker = Journeyworker
payroll-standing-registered-apprentice = Registered apprentice
payroll-standing-other = Otherwise
payroll-state = State
payroll-state-draft = Draft
payroll-state-reviewed = Reviewed
payroll-state-changed = Changed since reviewed
payroll-state-final = Final
payroll-state-discarded = Discarded
payroll-state-other = Unknown
payroll-subcontractor = We are a subcontractor
payroll-terms-add = Set terms
payroll-terms-names = Names, title, public works, agreements
payroll-terms-remove = Remove these terms
payroll-terms-removed = The terms are removed.
payroll-terms-saved = The terms are saved.
payroll-times-missing = Write both times.
payroll-title = Trade or title
payroll-to-pay = Pay of this person
payroll-understood = The signed understanding of 29 CFR 778.114 is on record
payroll-unverified = The makers of this system have not confirmed this file. Check its first import there.
payroll-void = Void
payroll-voided = Voided
payroll-voided-toast = Voided. It is not paid.
payroll-wage-determination = Wage determination
payroll-week-now = The workweek as it is now
payroll-week-of = Workweek from { $date }
payroll-weekday = Weekday
payroll-weekdays-missing = Choose a day or more.
payroll-work-missing = Choose a job or a cost code.
payroll-works = Public works
payroll-works-hint = Certified payroll (WH-347) can then be made for it.
payroll-works-is = This job is public works
payroll-works-saved = Saved.
error-pay-rule-unknown = This rule is not known, or the policy has a figure that cannot be. A multiple is from 1 to 10.
error-currency-unknown = Write three letters, such as USD.
error-pay-amount-invalid = An amount must be from 0 to 100,000,000.00.
error-pay-dates-invalid = These dates or times cannot be. The last must not be before the first.
error-pay-not-found = This does not exist any more.
error-pay-form-unknown = There is no such payroll file.
error-pay-id-taken = Another employee has this id there.
error-pay-run-exists = This pay period has a pay run already.
error-pay-run-earlier-open = An earlier pay run is not final. Make it final or discard it first.
error-pay-period-not-over = This pay period is not over yet.
error-pay-run-closed = This pay run cannot change any more.
error-pay-run-not-final = This pay run is not final yet.
error-pay-run-changed = Something that this pay run is calculated from changed. Look at it again.
error-pay-run-not-reviewed = This pay run has to be reviewed first.
error-pay-run-blocked = Something stands in the way of making it final. It is listed above the people.
error-pay-mapping-incomplete = Ids or codes of the payroll provider are missing. Fill them in first.
error-pay-file-unfit = Two people have the same id, or an id has characters that the file cannot hold.
payroll-law-us-al = Alabama: as the federal rule
payroll-law-us-az = Arizona: as the federal rule
payroll-law-us-ar = Arkansas: as the federal rule
payroll-law-us-ct = Connecticut: as the federal rule
payroll-law-us-de = Delaware: as the federal rule
payroll-law-us-dc = District of Columbia: as the federal rule
payroll-law-us-fl = Florida: as the federal rule
payroll-law-us-ga = Georgia: as the federal rule
payroll-law-us-hi = Hawaii: as the federal rule
payroll-law-us-id = Idaho: as the federal rule
payroll-law-us-il = Illinois: as the federal rule
payroll-law-us-in = Indiana: as the federal rule
payroll-law-us-ia = Iowa: as the federal rule
payroll-law-us-ks = Kansas: as the federal rule
payroll-law-us-ky = Kentucky: its daily rule is not calculated
payroll-law-us-la = Louisiana: as the federal rule
payroll-law-us-me = Maine: as the federal rule
payroll-law-us-md = Maryland: as the federal rule
payroll-law-us-ma = Massachusetts: as the federal rule
payroll-law-us-mi = Michigan: as the federal rule
payroll-law-us-mn = Minnesota: as the federal rule
payroll-law-us-ms = Mississippi: as the federal rule
payroll-law-us-mo = Missouri: as the federal rule
payroll-law-us-mt = Montana: as the federal rule
payroll-law-us-ne = Nebraska: as the federal rule
payroll-law-us-nh = New Hampshire: as the federal rule
payroll-law-us-nj = New Jersey: as the federal rule
payroll-law-us-nm = New Mexico: as the federal rule
payroll-law-us-ny = New York: as the federal rule
payroll-law-us-nc = North Carolina: as the federal rule
payroll-law-us-nd = North Dakota: as the federal rule
payroll-law-us-oh = Ohio: as the federal rule
payroll-law-us-ok = Oklahoma: as the federal rule
payroll-law-us-or = Oregon: its daily rule is not calculated
payroll-law-us-pa = Pennsylvania: as the federal rule
payroll-law-us-pr = Puerto Rico: its daily rule is not calculated
payroll-law-us-ri = Rhode Island: its daily rule is not calculated
payroll-law-us-sc = South Carolina: as the federal rule
payroll-law-us-sd = South Dakota: as the federal rule
payroll-law-us-tn = Tennessee: as the federal rule
payroll-law-us-tx = Texas: as the federal rule
payroll-law-us-vi = Virgin Islands: its daily rule is not calculated
payroll-law-us-ut = Utah: as the federal rule
payroll-law-us-vt = Vermont: as the federal rule
payroll-law-us-va = Virginia: as the federal rule
payroll-law-us-wa = Washington: as the federal rule
payroll-law-us-wv = West Virginia: as the federal rule
payroll-law-us-wi = Wisconsin: as the federal rule
payroll-law-us-wy = Wyoming: as the federal rule
