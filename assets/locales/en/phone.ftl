## Frame
skip-to-page = Skip to the page
tabs = Pages
tab-clock = Clock
tab-days = My days
tab-settings = Settings
never = never

## What must not be overlooked
trouble-full-title = This phone's storage is full
trouble-full = Nothing new can be saved, and the clock stands as it was. { $count ->
    [0] Everything saved before is on the server.
    [one] What was saved before is kept; { $count } tap is not sent yet.
   *[other] What was saved before is kept; { $count } taps are not sent yet.
} Free up space on the phone, then try again.
trouble-export = Until then, export what is unsent: anyone in your company can upload the file.
trouble-failed-title = This phone could not save
trouble-failed = The clock stands as it was. { $count ->
    [0] Everything saved before is on the server.
    [one] What was saved before is kept; { $count } tap is not sent yet.
   *[other] What was saved before is kept; { $count } taps are not sent yet.
} Try again, or note the time for your office. ({ $detail })
trouble-slow = This phone's storage does not answer. Your tap counts once the button has changed. Close TimeTrakr in other tabs and windows.
storage-put-back = The browser deleted what TimeTrakr had saved here. It is all saved again.
broken-title = TimeTrakr cannot use what is saved here
broken-body = Nothing was deleted. Close TimeTrakr everywhere and open it again.
broken-full = This phone's storage is full. Nothing was deleted. Free up space on the phone, then try again.
broken-blocked = The browser does not let TimeTrakr save anything. Leave the private window, or allow this site to save data, then try again.
broken-newer = A newer version of TimeTrakr has been used on this phone. Nothing was deleted. Try again where there is a signal: the newer version is fetched.
broken-silent = The phone's storage does not answer. Nothing was deleted. Close TimeTrakr in all other tabs and windows, then try again.
broken-detail = For whoever helps you: { $detail }
evicted = This browser has deleted what TimeTrakr had saved on this phone.
evicted-whose = This browser has deleted what TimeTrakr had saved for { $person } at { $company }.
evicted-nothing-lost = Everything had reached the server by { $when }, so no hours are lost.
evicted-lost = The server has everything up to { $when }. { $count ->
    [one] { $count } tap after that was not sent and is lost.
   *[other] { $count } taps after that were not sent and are lost.
} Tell your office which hours are missing.
evicted-since = The server has everything up to { $when }, when it last heard from this phone. If you clocked after that, tell your office those hours.
evicted-join = To clock with this phone again, ask your office for a new invitation.

## The clock
clock-title = Clock
state-off = Off the clock
state-on = On the clock
state-break = On a break
state-break-paid = On a paid break
state-since = Since { $time }
state-break-since = Break since { $time }, on the clock since { $start }
state-last-out = You clocked out at { $time }.
forgotten-question = You have been on the clock for more than 16 hours. Did you forget to clock out?
forgotten-correct = Set when you stopped
little-room = This phone has little room left. Free up space before nothing more can be saved.
waiting-long = { $count ->
    [one] { $count } tap is on this phone alone; it is from { $age }.
   *[other] { $count } taps are on this phone alone; the oldest is from { $age }.
} Open TimeTrakr where there is a signal, or export what is unsent: anyone in your company can upload the file.
total-today = Today
total-week = This week
clock-in = Clock in
clock-out = Clock out
break-start = Break
break-start-paid = Paid break
break-end = End break
switch-job = Switch job
switch-question = What are you working on now?
switch-now = Switch now
job = Job
job-search = Search jobs
no-job = No job
cost-code = Cost code
cost-code-search = Search cost codes
no-cost-code = No cost code
no-jobs-yet = Your office has no jobs to choose from. Your hours count without one.
note = Note
note-add = Add a note
note-change = Change the note
note-hint = Your office can read it.
note-none = no note

## After a tap
clocked-in-at = Clocked in, { $time }
clock-in-undone = The clock-in does not count. It stays in your days, crossed out.
clocked-out-at = Clocked out, { $time }
clock-back-in = Clock back in
clocked-back-in = You are back on the clock. It is a new entry.
break-started-at = Break, { $time }
break-ended-at = Break ended, { $time }
switched-at = Switched, { $time }
undone = Undone.
reason-mistaken-tap = Tapped by mistake
reason-restored = Brought back

## My days
days-title = My days
days-empty = No hours yet
days-empty-body = Your days stand here once you have clocked in. You can also add an entry by hand.
days-earlier = Show earlier weeks
day-continues = Goes on from the day before
entry = Entry
entry-add = Add entry
entry-running = now
entry-hours-only = Hours without times
entry-break = { $minutes } min break
entry-break-paid = { $minutes } min paid break
entry-voided = Does not count
entry-changed-by-office = Changed by the office
entry-gone = This entry is not here
entry-gone-body = It may belong to someone else, or it was never saved on this phone.
entry-correct = Correct
entry-void = Void
entry-void-body = The entry will not count. It stays in your days, crossed out, and you can bring it back.
entry-voided-done = The entry does not count now.
entry-restore = Count it again
entry-restored = The entry counts again.
entry-saved = Saved on this phone.
breaks = Breaks
breaks-none = none
break-paid = paid
break-unpaid = unpaid
zone-note = Times are your company's: { $zone }.
history = History
who-you = You
who-office = Your office
who-other = Someone else
story-reason = “{ $reason }”
story-lost = Your office's change went before this one

## Where something is
standing-on-phone = On this phone, not sent yet
standing-on-server = On the server, not counted yet
standing-counted = Counted
standing-superseded = Another change went before
standing-parked = Kept for a newer version
standing-quarantined = Does not count yet

## Kept, and not counted. Chosen by the reason.
aside-title = Kept, but not counted yet
aside-not-permitted = You did not have the right to do this when it reached the server. Ask your office.
aside-wrong-actor = This phone belongs to someone else by now. Ask your office.
aside-device-revoked = This phone had been withdrawn. Your office can release it.
aside-unknown-subject = It is about an entry that the server does not have. Ask your office.
aside-id-reused = It was already stated in another way. Ask your office.
aside-unreadable = The server cannot read it. Ask your office.
aside-breaks-rule = It would break a rule that always holds. Ask your office.
aside-employee-archived = It was stated after your office archived you as an employee. Ask your office.
aside-set-aside = Your office decided that it does not count. Ask your office why.
aside-period-locked = This time is in a locked pay period. Your office decides about it.
aside-parked = The server must be updated before it can count this.
aside-other = It waits for your office.

## What an op says. Chosen by its kind.
op-clocked-in = Clocked in
op-clocked-out = Clocked out
op-break-started = Break started
op-break-ended = Break ended
op-job-switched = Switched job
op-entry-added = Added by hand
op-entry-edited = Corrected
op-entry-voided = Voided
op-entry-restored = Counted again
op-exceptions-settled = Looked at and left as it is
op-timesheet-submitted = Submitted
op-timesheet-objected = Said that something is wrong
op-timesheet-approved = Approved
op-timesheet-returned = Returned
op-timesheet-reopened = Opened again
op-breaks-attested = Said how the breaks were
op-meal-worked = Said whether the meal was worked
op-late-correction-accepted = Late correction accepted
op-late-correction-declined = Late correction not accepted
op-other = Changed

## What someone should look at. Chosen by the exception's name.
exception-overlap = Overlaps another entry
exception-missing-clock-out = Clock-out missing
exception-too-long = Longer than 16 hours
exception-ends-before-start = Ends before it starts
exception-clock-suspect = Clock in doubt
exception-late = Arrived late
exception-archived-job = Job was closed
exception-former-employee = After leaving
exception-other = To be looked at
exception-help-overlap = This entry and another one cover the same time. Correct the times, or void one of them.
exception-help-missing-clock-out = This entry has been running for more than 16 hours. Correct it to set when you stopped.
exception-help-too-long = This entry is longer than 16 hours. Correct it if that is not right.
exception-help-ends-before-start = This entry ends before it starts. Correct its times.
exception-help-clock-suspect = The phone's clock was wrong or was changed when this was saved. Check the times.
exception-help-late = This reached the server more than a day after it happened. Your office will look at it.
exception-help-archived-job = The job or cost code was already closed. Your office will look at it, or you can choose another.
exception-help-former-employee = This was saved after your employment ended. Your office will look at it.
exception-help-other = Your office will look at this.

## Writing and correcting
field-start-date = Start date
field-start = Start
field-end-date = End date
field-end = End
field-end-open = Leave it empty while you are still on the clock.
break-add = Add a break
break-from = From
break-to = To
break-paid-check = Paid
break-remove = Remove this break
reason = Reason
reason-hint-add = Why it was not clocked.
reason-hint-correct = Needed unless only the note changes.
reason-missing = Say why. Your office sees it.
fault-start = Enter the date and the time you started.
fault-end = Enter the date and the time you stopped.
fault-break = Enter when each break began and ended.

## Why something was refused. Chosen by the rule's code.
rule-on-the-clock = You are already on the clock.
rule-off-the-clock = You are not on the clock.
rule-on-break = You are already on a break.
rule-not-on-break = You are not on a break.
rule-nothing-changed = Nothing would change.
rule-entry-ends-before-start = The end must be after the start. If you worked past midnight, choose the next day as the end date.
rule-entry-too-long = An entry is at most 7 days long.
rule-entry-in-future = An entry cannot end in the future.
rule-entry-break-invalid = A break must lie inside the entry, end after it starts, and not overlap another.
rule-entry-voided = This entry does not count. Bring it back first.
rule-entry-not-voided = This entry counts already.
rule-entry-voided-by-manager = Your office voided this entry. Ask your office to bring it back.
rule-changed-meanwhile = This entry was changed in the meantime. Go back and look at it again.
rule-job-archived = This job is closed. Choose another.
rule-cost-code-archived = This cost code is closed. Choose another.
rule-cost-code-of-other-job = This cost code is for another job. Choose another.
rule-text-empty = Say why. Your office sees it.
rule-text-too-long = The text is too long.
rule-text-control-characters = The text has characters that cannot be saved.
rule-employee-archived = Your office has archived you as an employee. Ask your office to restore you.
rule-not-permitted = Your role does not allow this. Ask your office.
rule-timesheet-on-the-clock = You are still on the clock. Clock out, then submit it.
rule-period-not-begun = This pay period has not begun.
rule-period-locked = This pay period is locked. Ask your office.
rule-other = This cannot be done now.
refused-not-enrolled = This phone is not in use any more. Open TimeTrakr again.

## The sync line and its sheet
sync-nothing = Nothing to send
sync-saved = Saved on this phone · { $count } not yet sent
sync-sending = Saved on this phone · sending { $count }
sync-on-server = On the server · { $count } not yet counted
sync-counted = Counted · nothing waits
sync-counted-but = Counted · { $count } kept aside
sync-stopped = This phone cannot sync
sync-title = Saved and sent
sync-explain = Every tap is saved on this phone first. It is sent when TimeTrakr is open with a signal.
sync-oldest = the oldest from { $age }
sync-row-phone = On this phone, not sent yet
sync-row-server = On the server, not counted yet
sync-row-counted = Counted
sync-row-aside = Kept, but not counted
sync-last-contact = Last contact with the server: { $age }
sync-now = Send now
sync-export = Export unsent
sync-upload = Upload a colleague's file
sync-export-explain = If this phone cannot reach the server for long, export a file and give it to a colleague. Anyone in your company can upload it.
sync-exported = The file is in your downloads. What it holds stays on this phone too.
sync-export-failed = The file could not be made. Try again.
sync-offline = The server cannot be reached just now. That is fine: what you tap is saved on this phone.
sync-busy = The server is busy. It is tried again by itself.
sync-read-only = The server cannot take hours just now. They are kept on this phone and sent by themselves once it can. Tell your office.
stopped-revoked = Your office has withdrawn this phone. What it still holds is kept, and can be exported. Ask your office for a new invitation.
stopped-unknown = The server does not know this phone. What it holds is kept, and can be exported. Ask your office.
stopped-other-server = Another server, or another version, answers at this address. What this phone holds is kept. Ask your office.
stopped-copied = The server has other records from this phone: its storage was copied or set back. What it holds is kept, and can be exported. Ask your office for a new invitation.
stopped-not-taken = The server did not take what this phone sent. It is kept, and can be exported. Ask your office.
stopped-key = This phone's key does not work any more. What it holds is kept. Ask your office for a new invitation.
clock-ahead = This phone's clock is { $minutes } min ahead of the server's. Set it to automatic, so that your times are right.
clock-behind = This phone's clock is { $minutes } min behind the server's. Set it to automatic, so that your times are right.
upload-done = { $count ->
    [one] The file is on the server.
   *[other] The file is on the server, in { $count } parts.
}
upload-some-refused = { $refused } parts of the file were not taken, { $taken } were. Keep the file, and ask your office.
upload-not-such-a-file = This is not a file of unsent hours.
upload-no-answer = The server cannot be reached just now. Try again when you have a signal.
upload-failed = The file was not sent. Keep it, and try again.

## Joining
join-title = Use TimeTrakr on this phone
join-body = Open the link of your invitation, or type its code.
join-code = Code
join-code-hint = 12 letters and digits. Your office gives it to you.
join-look = Go on
join-hello = Hello, { $name }
join-about = { $company } invites you to clock in with this phone.
join-explain = This phone will save your hours, with or without a signal. You need no password.
join-until = The invitation is open until { $date }.
join-use = Use this phone
join-other-code = Type another code
join-done = This is your phone now, { $name }
join-done-body = You can clock in at once.
join-start = Go to the clock
join-in-use-title = This phone is in use
join-in-use = It belongs to { $person } at { $company }.
join-in-use-unsent = { $count ->
    [one] { $count } tap was not sent yet. Once it is on the server, this phone can be given to someone else.
   *[other] { $count } taps were not sent yet. Once they are on the server, this phone can be given to someone else.
}
join-replace-explain = Everything on it has reached the server, so it can be given to someone else.
join-replace = Use it for this invitation
join-keep = Keep it as it is
join-no-answer = The server cannot be reached. Check the signal and try again; nothing is spent twice.
join-not-open = This code does not work: it may be mistyped, used, withdrawn or expired. Check it, or ask your office for a new one.
join-for-office = This invitation is for the office. Open its link on a computer.
join-unsent = Something on this phone was not sent yet. Send it first.
join-refused = The server said no ({ $code }). Ask your office.
join-storage = This phone could not save what it needs. Free up space, leave private browsing, and try again. ({ $detail })

## Installing
install-title = Put TimeTrakr on your home screen
install-why = It then opens with one tap, also without a signal, and the phone keeps its data.
install-button = Install
install-later = Not now
install-by-hand = Choose “Add to home screen” or “Install app” in your browser's menu. It then opens with one tap, also without a signal.
install-first-title = First put TimeTrakr on your home screen
install-first-why = On an iPhone or iPad, hours are safe only in the installed app.
install-first-share = Tap the share button in the browser's bar.
install-first-add = Choose “Add to Home Screen”, then “Add”.
install-first-open = Open TimeTrakr from the home screen and type your code there.
install-first-code = Your code
install-first-safari = No such choice? Open this page in Safari.

## Settings
settings-title = Settings
language = Language
theme = Colours
theme-system = Automatic
theme-light = Light
theme-dark = Dark
settings-whose = This phone
settings-person = Person
settings-company = Company
settings-device = Device
settings-zone = Company's time zone
settings-storage = Storage
settings-installed = On the home screen
settings-installed-yes = yes
settings-installed-no = no
storage-kept = The browser keeps what is saved.
storage-may-go = The browser may delete what is saved when space runs short, or after weeks without use.
storage-unknown = The browser does not say whether it keeps what is saved.
storage-ask = Ask it to keep
storage-room = Space
storage-room-of = { $used } MB used, { $left } MB left
unsent-oldest = The oldest of these
unsent-last-contact = Last contact with the server
settings-app = App
settings-version = Version
settings-version-unknown = not kept for offline use
update-ready = A new version is ready. Nothing that is saved changes.
update-now = Switch now
leave = Give up this phone
leave-explain = Removes TimeTrakr's data from this phone. Your hours stay on the server.
leave-unsent = { $count ->
    [one] { $count } tap was not sent yet. Send it first.
   *[other] { $count } taps were not sent yet. Send them first.
}
leave-body = This phone will not clock for you any more. Your hours stay on the server. To use it again you need a new invitation.
leave-done = This phone holds nothing of yours any more.

## My timesheet
sheet-title = My timesheet
sheet-periods = Pay periods
sheet-earlier = Earlier period
sheet-later = Later period
sheet-empty = No hours in this pay period yet.
sheet-state-open = Not submitted
sheet-state-submitted = Submitted
sheet-state-changed-since-submitted = Changed since you submitted it
sheet-state-returned = Returned to you
sheet-state-approved = Approved
sheet-state-changed-since-approved = Changed since it was approved
sheet-state-other = Under way
sheet-locked = Locked
sheet-office-says = Your office says: { $words }
sheet-objected = You said that something is wrong. Your office sees it.
sheet-on-the-clock = You can submit it once you are off the clock.
sheet-submit = Submit the timesheet
sheet-object = Something is wrong
sheet-object-body = Your office sees your words and decides. Your hours stay as they are until then.
sheet-object-words = What is wrong
sheet-early = This pay period is not over. If you work more in it, submit it again afterwards.
sheet-deducted = { $minutes } min are taken off for a meal.
sheet-changes = Changed by your office since you submitted it
sheet-late = Waiting for approval
timesheet-statement-1 = The hours of this timesheet are true and complete: all the time that I worked, and no other.

## Breaks, asked after work
breaks-asked = How were your breaks?
breaks-meal = Meal periods
breaks-rest = Rest periods
breaks-taken = Taken
breaks-waived = Not wanted
breaks-missed = Not given
breaks-saved = Saved on this phone
meal-was-worked = The meal was worked
meal-worked = You said that you worked through the meal. Nothing is taken off.
meal-not-worked = The meal was not worked

## Corrections of locked time
late-offer = This pay period is locked. You can send this as a late correction: your office decides, and it is paid in a later run. Press the button again to send it.
late-not = This pay period is not locked. Press the button again to save it.
late-send = Send for approval
late-sent = Saved. It waits for your office's approval.
late-pending = A correction of this entry waits for your office's approval.
late-declined = Your office did not accept a correction of this entry: { $words }
