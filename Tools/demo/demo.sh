#!/usr/bin/env bash
# Shows the main job with real clients: a small contact centre is configured through the AWS CLI and boto3, the server is
# restarted, and all of it is still there; then a chat and a task go to an agent and back, what the chat left is read by who may, and alerts arrive.
# Everything lives in a temporary folder that is removed at the end.
set -euo pipefail
unset AWS_CA_BUNDLE REQUESTS_CA_BUNDLE  # they would take the place of the profile's ca_bundle
root=$(cd "$(dirname "$0")/../.." && pwd)
switchkeep="$root/.build/release/switchkeep"
export PATH="$root/.venv/bin:$PATH"

folder=$(mktemp -d)
# The switch and the keep have users of their own, who must be able to come here.
chmod 711 "$folder"
data=$folder/demo
# What opens the keep: each program that needs it gets it over a descriptor.
passphrase=$(head -c 24 /dev/urandom | base64)
server= phone=
# Peers are told the port of SIP, so that it is known before.
sip=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
finish() {
  [ -n "$phone" ] && kill "$phone" 2>/dev/null
  [ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
  rm -rf "$(dirname "$data")"
}
trap finish EXIT

step() { printf '\n\033[1m%s\033[0m\n' "$*"; }
show() { printf '$ %s\n' "$*"; "$@"; }

start() {
  "$switchkeep" serve --data-dir "$data" --http 127.0.0.1:0 --https 127.0.0.1:0 --keep 127.0.0.1:0 --sip "127.0.0.1:$sip" --rtp-ports 8 \
    --passphrase-fd 3 3<<<"$passphrase" >"$data/ready" 2>"$data/serve.log" &
  server=$!
  for _ in $(seq 100); do
    grep -q '^ready ' "$data/ready" && return
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  echo "the server did not start; its log:" >&2
  cat "$data/serve.log" >&2
  exit 1
}

step "1. A new contact centre: its keys, its certificate authority, an administrator and a security officer"
show "$switchkeep" init --data-dir "$data" --passphrase-fd 3 3<<<"$passphrase"

step "2. The server, over TLS"
start
cat "$data/ready"
export AWS_CONFIG_FILE="$data/aws/config" AWS_SHARED_CREDENTIALS_FILE="$data/aws/credentials" AWS_PROFILE=switchkeep AWS_PAGER=

step "3. The AWS CLI, as typed"
show aws sts get-caller-identity
show aws connect list-instances --query 'InstanceSummaryList[].[InstanceAlias,InstanceStatus,Id]' --output text
instance=$(aws connect list-instances --query 'InstanceSummaryList[0].Id' --output text)

step "4. boto3 configures hours, queues, a routing profile, a flow and two agents"
python3 "$root/Tools/demo/configure.py" "$instance"

step "5. What the administrator may not: the officer's profile may read, and changes nothing"
AWS_PROFILE=switchkeep-officer aws connect create-agent-status --instance-id "$instance" --name Training --state ENABLED \
  || echo "(refused, as it must be)"

step "6. Restarted: everything is there"
before=$(python3 "$root/Tools/demo/inventory.py" "$instance")
kill -TERM "$server" && wait "$server" || true
start
after=$(python3 "$root/Tools/demo/inventory.py" "$instance")
[ "$before" = "$after" ] || { echo "the configuration changed over the restart" >&2; exit 1; }
echo "$after"

step "7. A chat and a task: through a flow, to the agent anna, and back"
python3 "$root/Tools/demo/contacts.py" "$instance" "$(sed -E 's/.*https=([^ ]+).*/\1/' "$data/ready")" "$data/ca.pem"

step "8. A call by SIP: a trunk, which an officer approves, a number, a telephone; then caller, flow, queue, agent, and the recording"
keep() { "$switchkeep" "$@" --data-dir "$data" --passphrase-fd 3 3<<<"$passphrase"; }
approval=$(keep trunk create carrier --target 127.0.0.2 --country-code 44 --national-prefix 0 --probe-seconds 0 \
  | python3 -c 'import json, sys; print(json.load(sys.stdin)["ApprovalId"])')
"$switchkeep" approval approve "$approval" --data-dir "$data" | python3 -c 'import json, sys; print(" ", json.load(sys.stdin)["Summary"])'
keep number add +441632960000
keep device create --user anna | python3 "$root/Tools/demo/call.py" "$instance" "$(sed -E 's/.*https=([^ ]+).*/\1/' "$data/ready")" \
  "$data/ca.pem" "127.0.0.1:$sip"

step "9. What happened, out of the encrypted stream"
"$switchkeep" stream --data-dir "$data" --kind contact-event --passphrase-fd 3 3<<<"$passphrase" \
  | python3 -c 'import json, sys
for line in sys.stdin:
    event = json.loads(line)["event"]["detail"]
    print("  {:5} {} {}".format(event["channel"], event["contactId"][:8], event["eventType"]))'

step "10. Alerts are to go to a phone"
python3 "$root/Tools/demo/phone.py" "$data/phone.url" >"$data/phone" &
phone=$!
for _ in $(seq 100); do [ -s "$data/phone.url" ] && break; sleep 0.1; done
show "$switchkeep" alert target add phone --url "$(cat "$data/phone.url")" --data-dir "$data" --passphrase-fd 3 3<<<"$passphrase" \
  | sed -E 's/"secret":"[^"]*"/"secret":"..."/'

step "11. What the chat left behind: sealed; the administrator is refused, the officer reads it for a purpose"
python3 "$root/Tools/demo/content.py" "$instance"

step "12. Two people: the administrator asks for one transcript, the officer approves, and it opens, this one and once"
python3 "$root/Tools/demo/approval.py" "$instance" "$switchkeep" "$data"

step "13. What the phone shows"
for _ in $(seq 100); do grep -q "began a session with approved access" "$data/phone" && break; sleep 0.1; done
cat "$data/phone"
kill "$phone"; phone=

step "14. All of it is on record, in a ledger that verifies"
kill -TERM "$server" && wait "$server" || true
server= phone=
"$switchkeep" audit verify --data-dir "$data"
"$switchkeep" audit export --data-dir "$data" | python3 -c 'import json, sys
for line in sys.stdin:
    event = json.loads(line)["event"]
    if event["eventName"] in ("GetObject", "AssumeRole", "RequestContentAccess", "ApproveChange", "GetContentCredentials"):
        purpose = event.get("additionalEventData", {}).get("purpose", "")
        print("  {} {:21} {} {}".format(event["eventTime"], event["eventName"], event.get("errorCode", "answered"), purpose))'

step "15. Try next"
cat <<TEXT
  $switchkeep init --data-dir ./data
  $switchkeep serve --data-dir ./data
  # in another terminal:
  export AWS_CONFIG_FILE=\$PWD/data/aws/config AWS_SHARED_CREDENTIALS_FILE=\$PWD/data/aws/credentials AWS_PROFILE=switchkeep
  aws connect list-instances
  aws connect search-queues --instance-id ID
  docs/api.md lists every operation and which are built.
TEXT
