"""Words that people use for the same thing in helpdesks and software, in English.

Each line is a group: who asks with one of its words means, a little less surely, the others.
Words joined by ``_`` are phrases: understood in a question, in any form of their first word.
"""

GROUPS = """
ticket request case issue enquiry inquiry incident raise_a_problem
agent colleague coworker teammate staff employee helper rep operator technician support_person
customer client requester consumer end_user outsider caller
person people somebody someone human user
manager boss supervisor lead head
administrator admin root sysadmin superuser
team group department squad crew division
organisation company tenant firm business corporation
message text post said wrote
conversation thread discussion chat correspondence
channel room
note comment remark memo annotation
internal private confidential hidden secret only_staff behind_the_scenes
public visible shown
reply answer respond response react feedback get_back write_back hear_back
reply send message write
attachment file upload document
open create submit raise file report log new start_a make_a
new create add make another
open report problem trouble broken help fault contact get_someone get_somebody
subject title headline summary
claim take grab own mine pick_up put_my_name take_over taken
owner assignee responsible handles
assign give hand transfer pass delegate reassign forward hand_over hand_off handover pass_on give_to
release unassign unclaim drop give_back gave_back put_back let_go get_rid free return
unassigned unclaimed free nobody unowned no_owner picked_up
reopen return again recur back come_back came_back happen_again not_fixed still_broken
resolve solve fix finish complete done sort solution sort_out work_out take_care
close solve finish end shut done cancel withdraw drop never_mind no_longer
cancel withdraw revoke abort undo
delete remove erase destroy wipe get_rid purge trash
change edit modify alter update adjust correct amend set
correct mistake typo wrong edit
status state stage phase progress
follow track progress update status look_up check_on check_up going
pending wait waiting hold on_hold hang
pause stop freeze hold halt
resume continue carry_on
priority urgent importance severity urgency
critical urgent emergency asap severe important drop_everything
low minor trivial
high important raise escalate
category topic subject type kind classify classification area
tag label keyword mark flag
tag category label sort organise classify group
list view overview queue show display
queue backlog inbox waiting pile worklist
search find look query locate filter look_for look_up dig_up
filter narrow only restrict
history log audit trail record past timeline
event change activity happening update webhook
stream subscribe live push realtime real_time as_they_happen listen feed
poll polling repeatedly
target sla deadline due promise guarantee goal commitment contract
due deadline date until
late overdue breach miss exceed too_late too_long
fast quick soon long speed quickly how_soon
first initial
hour time day
clock timer countdown
night weekend saturday sunday holiday
mark icon symbol sign hourglass emoji tick checkmark badge
sent delivered arrive reach received go_through went_through get_through got_through got_it
delivery sent arrive transmission
queued waiting stuck outgoing hourglass pending
failed fail error undelivered bounce not_sent
unknown unsure uncertain
retry repeat again resend try_again twice second_time
duplicate twice double
collision conflict clash race same_time same_moment same_second at_once simultaneously
overwrite clobber lost overwritten
two both
handbook manual documentation docs guide knowledge article faq help_pages
assistant bot ai robot chatbot machine
source citation reference quote origin
model llm ai gpt
glossary term jargon vocabulary definition meaning terminology mean word
difference differ distinguish versus
overview introduction about summary explain
demo trial sample tour example try tutorial playground test walk_through try_out show_off
persona pretend role play
sign login signin logon log_in log_into log_on sign_on get_in get_into sign_up
sign logout signout log_out sign_off
login account sign password
password passphrase passcode pin credential
forgot forget reset lost recover locked lock
account profile login registration
email mail e-mail
session cookie logged
role right permission privilege access level
permission allow may authorise can
suspend deactivate disable block lock left fire leaver leave_the
user person account member
add create invite join new
member join belong hire newcomer joiner
guest outsider external visitor contractor
key token credential secret
token bearer authorization authenticate authentication auth
scope permission right limit read-only readonly
rotate replace renew exchange swap roll
revoke invalidate withdraw
expire expiry outdated old
api rest interface endpoint http
integrate integration program script code developer automate automation programmatically
curl example command http
json response format
page pagination paging cursor next batch
limit rate throttle throttling quota
retry back_off backoff wait pause
idempotency safely twice duplicate repeat
error problem failure exception trouble fault bug
install setup installation deploy set_up get_running got_running get_it_running
start run launch boot begin execute bring_up fire_up spin_up
stop quit shutdown end kill exit terminate shut_down turn_off
machine laptop computer pc desktop local localhost workstation
server machine host vm
requirement prerequisite need necessary
port address listen
setting configuration config option parameter preference configure env variable
environment env variable
postgresql postgres database db sql rds
embedded bundled builtin included internal built_in built-in
own existing external already separate
data storage stored kept disk
folder directory path location where
backup copy save dump restore
migrate upgrade update schema newer
proxy reverse nginx loadbalancer load_balancer
doctor check diagnose diagnosis diagnostic troubleshoot selfcheck self_check self_test
problem wrong broken malfunction
mend repair fix heal
health alive healthy up monitoring heartbeat
ready readiness probe
liveness alive probe
monitor monitoring watch observe alarm alert
metric measurement prometheus grafana statistic
log logging output stdout logfile
kubernetes k8s container docker
import load bring ingest migrate transfer upload bulk move_over bring_over
csv spreadsheet excel xlsx sheet table export
column field header
row line record
old previous former legacy
security secure safe protect protection privacy gdpr safety
encrypt encryption encrypted cipher
separate isolate isolation apart keep_apart between
see read view access look
connect link integrate add hook install attach
slack workspace
manifest template
widget embed website webpage site
browser page tab window
web chat browser
keyboard key shortcut hotkey keystroke
screen reader accessibility blind
theme dark light colour appearance mode
slash command verb syntax
command cheatsheet cheat_sheet list_of
type enter write
help assistance hand
delete remove
notify notification alert inform tell told
phone mobile smartphone
confirm confirmation acknowledge
button click press
screenshot picture image photo attachment
card post
information detail info extra
crash hang freeze die
environment variable env
several multiple many
everything all
yesterday last
"""

NO_TOPIC = """
a about actually after ago all already also always am an and any anybody anyhow anyone anything
anyway anywhere apparently are aren around as ask asked at aware away back bad badly basically be
because been before behind being believe best better bit both bother bring brought but by came can
cannot cant case-by-case certain chance cheer clearly come could couldn couldnt couple curious day
dear definitely did didn didnt do does doesn doesnt doing don done dont easily easy either else
enough especially etc even ever every everyone exactly expect explain fairly far feel few figure
fine first folk for from fully fun further get give go goes going gone gonna good got gotta great
guess guy had hadn happen happy hardly has hasn have haven having he hear heard heck hello help her
here hey hi him himself his hope hopefully how however i idea if ill im in inside instead into is
isn isnt it item ive job just keep kept kind kindly know known last lately least left less let like
likely literally little ll long look lot lots love luck made mainly make many matter may maybe me
mean meant mention might mine minute moment monday month more morning most mostly much must my
myself need needed neither never next nice no non none nope nor normally not nothing now nowhere
obviously of off often ok okay on once one only onto or other otherwise our ours out over part
particular perhaps piece please pls point possible possibly pretty probably properly put question
quick quickly quite rather re really reason recently regard right said same saw say second see seem
seen sentence shall she short should shouldn shouldnt similar simply since so some somebody somehow
someone something sometimes somewhere soon sorry sort spot still straight stuff such suddenly sure
take talk tell than thank thanks that thats the their theirs them themselves then there theres
these they thing think this those though thought three through thursday thus time to today together
told tomorrow tonight too took total totally tried tries true truly try trying tuesday twice two
type under unfortunately unless until up upon us use used useful usual usually ve very via wanna
want wanted was wasn wasnt watch way we wednesday week well went were weren what whatever whats
when whenever where wherever whether which while who whoever whole whom whose why will wish with
within without won wonder wont word work worked works worry would wouldn wouldnt wow yeah year yep
yes yesterday yet you your yours yourself friday weekend
"""
"""Words that questions are made of and that carry no topic by themselves."""
