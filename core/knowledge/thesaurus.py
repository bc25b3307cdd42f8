"""Words that people use for the same thing in helpdesks and software, in English.

Each line is a group: who asks with one of its words means, a little less surely, the others.
Words joined by ``_`` are phrases: understood in a question, in any form of their first word
and with small words between them ("put it back" is ``put_back``).
"""

GROUPS = """
ticket request case issue enquiry inquiry incident
agent colleague coworker teammate staff employee helper operator technician
customer client consumer end_user visitor
person people somebody someone human user real_person
manager boss supervisor promote
administrator admin root sysadmin superuser promote
role promote demote
team group department squad crew division
organisation company tenant firm business corporation
message text post
conversation thread discussion chat correspondence
channel room
note comment remark memo annotation
note internal private confidential just_for_us between_us not_see only_we_can
internal private confidential hidden secret
public visible
reply answer respond response react feedback write_back get_back_to hear_back
attachment file document
open create submit file report raise lodge new start_a log_a put_in
open report problem contact get_help get_support get_someone get_somebody ask_for_help reach_support
somebody_else behalf someone_else in_his_name in_her_name in_their_name on_the_phone for_a_customer
subject title headline summary
field form input
claim take grab pick_up take_on taken assign_to_me assign_myself put_my_name dibs
owner assignee responsible handles who_is_on who_has who_is_working
mine own view on_my_plate assigned_to_me i_own my_own my_list my_work my_open workload
assign transfer pass delegate reassign forward hand_over hand_off handover pass_on give_to
release unassign unclaim give_up give_back gave_back put_back let_go throw_back back_to_the_queue
unassigned unclaimed free nobody unowned no_owner no_one nobody_has up_for_grabs untouched
reopen come_back came_back happen_again back_again broke_again not_fixed still_broken still_not
reopen not_solved not_work_again not_resolved return recur reappear
resolve solve fix finish complete solution sort_out wrap_up close_out mark_as_done job_done
close solve resolve finish never_mind no_longer_need forget_it drop_it work_now all_good fixed_it
cancel withdraw revoke abort undo
delete remove erase destroy wipe purge trash get_rid
edit delete correct take_out take_back unsend retract
change edit modify alter update adjust amend switch
correct mistake typo wrong mistyped
status state stage phase
follow track progress status look_up check_on check_up how_far any_news any_update not_heard
follow where_does_it_stand what_is_happening_with no_reply no_answer chase
pending wait hold on_hold
pause stop freeze hold halt
resume continue carry_on
priority urgent importance severity urgency serious
critical urgent emergency asap severe important drop_everything blocker
low minor trivial
raise escalate higher bump_up
lower downgrade
category topic subject kind classify classification bucket
tag label keyword flag sticker hashtag
category tag label sort classify
list view overview display everything_that
queue backlog inbox worklist waiting_list
search find query locate hunt look_for look_up dig_up dig_out look_through
find missing vanish disappear gone_missing
filter narrow only restrict
history log audit trail record timeline who_did who_changed
event change activity update webhook
stream subscribe live push realtime real_time as_they_happen as_it_happens listen feed notify
stream websocket subscribe sync synchronise
poll polling
target sla deadline due promise guarantee goal time_limit turnaround
target sla response resolution how_fast how_soon how_long how_quickly by_when
breach overdue late miss exceed run_out too_late too_long
night weekend hour business_hours office_hours working_hours opening_hours
first initial
clock timer countdown stopwatch
night weekend saturday sunday
mark icon symbol hourglass emoji tick checkmark badge
mark dead skull tombstone gravestone
mark failed red_cross cross
sent deliver delivered delivery arrive reach receive go_through went_through got_it get_it get_to
sent read mark has_read was_read saw_it seen_it have_read read_receipt
queued wait stuck outgoing pending
failed fail error undelivered bounce not_sent not_delivered
unknown unsure uncertain
retry repeat resend try_again send_again second_time
duplicate twice double
conflict collide collision clash race same_time same_moment same_second at_once simultaneously
conflict claim quicker faster beat_me got_there_first who_wins who_gets step_on win winner
overwrite clobber overwritten
stale outdated out_of_date refreshed
handbook manual documentation docs guide knowledge article faq help_pages
assistant bot ai robot chatbot
assistant ask_the_bot ask_a_question self_service instead_of_a_human automatic_answer bot_said
source citation reference quote origin
model llm ai gpt openai chatgpt claude
outside cloud third_party external vendor
glossary term jargon vocabulary definition terminology
differ difference distinguish versus
overview introduction about what_is_this what_does_it_do in_a_nutshell
demo trial sample tour example tutorial playground sandbox dummy
demo tour try_out click_through play_around show_off walk_through
persona pretend
sign login signin logon log_in log_into log_on sign_on not_get_in not_let_me_in
sign session stay_logged remember_me keep_me
sign logout signout log_out sign_off logged_out
password passphrase passcode pin
forgot forget forgotten lost reset recover locked_out
account login registration
email mail e-mail
session cookie
role right permission privilege access
allow may permit permission authorise who_can
denied forbidden access_denied not_allowed permission_denied unauthorised unauthorized
suspend deactivate disable block offboard leaver left_the_company leave_the_company fired resign
member join hire newcomer joiner belong
guest outsider external visitor contractor
key token credential secret
revoke rotate leak stolen compromised exposed
token bearer authorization authenticate authentication auth
scope permission readonly read_only
rotate replace renew exchange swap
revoke invalidate withdraw
expire expiry
api rest interface endpoint http swagger postman
integrate integration program script code developer automate programmatically
program script python javascript php powershell bash
curl command example http
json format payload
page pagination paging cursor next_page more_than rest_of
limit rate throttle throttling quota too_many
retry again pause back_off backoff slow_down
idempotency safely twice repeat
error problem failure exception trouble fault bug
install setup installation deploy set_up get_running got_running up_and_running get_started
create setup set_up add make
start run launch boot begin execute bring_up fire_up spin_up
stop quit shutdown shut_down exit terminate turn_off
machine laptop computer pc desktop local localhost workstation box
server machine host box
several multiple second cluster scale spread load_across
requirement prerequisite need necessary
port address listen
setting configuration config option parameter preference configure customise customize variable
environment env variable dotenv
postgresql postgres database db
embedded bundled builtin included built_in
own existing external already_have bring_your_own
data stored storage store disk save
folder directory path location
backup dump restore
migrate upgrade update schema new_version
proxy reverse nginx loadbalancer load_balancer
doctor check diagnose diagnosis diagnostic troubleshoot self_check self_test sanity
problem wrong broken malfunction break not_start not_work
mend repair fix
health alive healthy heartbeat is_it_up uptime downtime outage
ready readiness probe
liveness alive probe
monitor monitoring watch observe alarm alert nagios datadog
metric measurement prometheus grafana statistic
log logging output stdout logfile debug verbose trace
container docker kubernetes k8s
import load ingest upload bulk bring_over move_over moving_off move_off move_from switch_from
import migrate move_everything old_helpdesk old_system other_system other_tool zendesk freshdesk
csv spreadsheet excel xlsx sheet table export
column field header
row line record
old previous former legacy
secure security safe protect protection privacy gdpr
encrypt encryption cipher
separate isolate isolation apart tenant see_another see_other each_other leak
see read view access
connect link integrate add hook install
widget embed website webpage site
browser page tab
keyboard key shortcut hotkey keystroke mouse
reader accessibility blind impaired voiceover
theme dark light colour appearance mode
slash command verb syntax
command cheatsheet cheat_sheet
notify notification alert inform ping let_me_know
phone mobile smartphone tablet
confirm confirmation acknowledge
button click press
screenshot picture image photo attachment
information detail info
crash hang freeze die
"""

NO_TOPIC = """
able about above actual after ago again ah all almost alone already alright also although always am
an and another any anybody anyhow anyone anything anyway anywhere apparently are around as ask
asked at away awful back bad badly basically be because become been before behind being believe
best better between bit both bother bring brought bunch but by bye ca call came can cannot certain
chance cheer clear come correctly could couple course curious dear definite did different do does
done during each earlier easy either else enough entire especially etc even ever every everybody
everyone everything exact except expect explain fair far feel felt few figure fine five folk for
four from full fun further gave get give given glad go goes going gone gonna good got gotta great
guess guy guys had half happen happy hard has have having he hear heard heck hello hence her here
hey hi him his honest hope how however hundred idea if im immediate in inside instead into is it
its ive just keep kept kind kinda know known last late later latter least left less let lets like
likely literal little ll long look lot lots love luck made main make many matter maybe me mean
meant meanwhile mention mind mine minute moment monday month more morning most much must my myself
near need neither never next nice nine no nobody none nope nor normal not nothing now nowhere
obvious occasion of off often oh ok okay on once one ones only onto or original other otherwise
our ours out over part particular people per perhaps piece place please pls plz plus point poor
possible pretty probable proper put question quick quiet quite rather re real realise reason
recent regard right rough said same saw say second see seem seen sentence serious seven 
shall she short should shouldn show side similar simple since six so some somebody somehow someone
something sometimes somewhere soon sorry sort specific spot still straight stuff such sudden
suppose sure take taken talk tell ten than thank thanks thanx that thats the their theirs them
then there theres these they thing think thirty this those though thought thousand three through
thru thursday thus time to today together told tomorrow tonight too took total toward tried truly
try tuesday twenty twice two type under unfortunate unless unlike until up upon ur us use used
useful usual various ve very via wanna want was way we wednesday week well went were weren what
whatever whats when whenever where wherever whether which while who whoever whole whom whose why
will wish with within without wo won wonder wondering word work world worry would wow wrote yeah
year yep yes yesterday yet you your yours yourself yr yrs friday saturday sunday noon afternoon
"""
"""Words that questions are made of and that carry no topic by themselves."""
