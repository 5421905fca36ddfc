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
person-menu = { $name }: your settings
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
quarantine = Not counted
quarantine-lead = The server keeps these and does not count them. Enter what is right by hand, or ask the person.
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
error-invitation-for-other-purpose = This invitation is for something else.
error-invitation-not-found = This invitation does not exist.
error-invitation-not-open = It was used, revoked, or has expired. Ask for a new one.
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
error-read-only = The server cannot write at present. Nothing was changed.
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
