#!/bin/sh
# Inputs from S3, against a server that verifies signatures.
. "${0%/*}/remote.sh"
find_versitygw

mkdir files s3
make_archive files/a.warc.gz 100 7
"$WARCSIFT" -q -o local files/a.warc.gz
serve_s3 "$tmp/s3"
ok "a bucket" s3 PUT /crawl-data
ok "an object" s3 PUT /crawl-data/a.warc.gz files/a.warc.gz

setting=A=b # for the environment of the program
fetch() { # ADDRESS [OPTION...]
    rm -rf out.d
    run env "$setting" "$WARCSIFT" -q -o out.d "$@"
}

fetch s3://crawl-data/a.warc.gz
is "$status" 0 "signed"
same out.d/a.jsonl.gz local/a.jsonl.gz "same bytes"
offset=$("$WARCSIFT" ls --json files/a.warc.gz | sed -n '80s/.*"offset":\([0-9]*\).*/\1/p')
run "$WARCSIFT" cat s3://crawl-data/a.warc.gz "$offset"
"$WARCSIFT" cat files/a.warc.gz "$offset" >want
same out want "a part, signed"

# Keys may hold anything. The name of the shard is the last part of them.
for key in 'with blank/a b.warc.gz' 'k=v/x=y.warc.gz' 'a+b/c+d.warc.gz' 'é/ü–中.warc.gz' 'p%20q/100%.warc.gz' "it's/(a),b;c!.warc.gz" \
    'x?y/a?b&c=d#e.warc.gz' 'tilde~/~.warc.gz' 'a*b/*.warc.gz'; do
    s3 PUT "/crawl-data/placeholder" files/a.warc.gz
    mkdir -p "s3/crawl-data/${key%/*}"
    cp files/a.warc.gz "s3/crawl-data/$key"
    fetch "s3://crawl-data/$key"
    is "$status" 0 "key $key"
    name=${key##*/}
    zcat "out.d/${name%.warc.gz}.jsonl.gz" 2>/dev/null | wc -l | tr -d ' ' >got
    is "$(cat got)" 100 "key $key: all of it"
done
printf '%s\n' '/k=v/x=y.warc.gz' 'é/ü–中.warc.gz' >list
run "$WARCSIFT" -q -o out.d --prefix s3://crawl-data @list
like err '^warcsift: /k=v/x=y\.warc\.gz: cannot be opened' "a leading / is an absolute path"
sed -i 's,^/,,' list
s3 PUT /crawl-data/paths list
fetch --prefix s3://crawl-data/ @s3://crawl-data/paths
is "$status" 0 "a list of keys, from a bucket"
is "$(find out.d -name '*.jsonl.gz' | wc -l | tr -d ' ')" 2 "all in it"

# refused SETTING STATUS_AND_CODE WHAT: at once, without retries.
refused() {
    setting=$1
    shift
    started=$(date +%s)
    fetch s3://crawl-data/a.warc.gz
    is "$status" 1 "$2: exit status"
    like err "^warcsift: s3://crawl-data/a\\.warc\\.gz: HTTP status $1" "$2: told"
    ok "$2: at once" test $(($(date +%s) - started)) -lt 10
    setting=A=b
}
refused AWS_SECRET_ACCESS_KEY=wrong '403 \(SignatureDoesNotMatch\)$' "a wrong secret"
refused AWS_ACCESS_KEY_ID=nobody '40[34] \((InvalidAccessKeyId|XAdminUserNotFound)\)$' "an unknown key"
refused AWS_REGION=eu-west-7 '400 \(AuthorizationHeaderMalformed\)' "a wrong region"
refused AWS_ACCESS_KEY_ID= '403 \(AccessDenied\)$' "anonymous where that is not allowed"
fetch s3://crawl-data/nothing.warc.gz
is "$status" 1 "no such key"
like err 'HTTP status 404 \(NoSuchKey\)$' "told"
fetch s3://no-such-bucket/a.warc.gz
like err 'HTTP status 404 \(NoSuchBucket\)$' "no such bucket"
fetch s3://crawl-data
is "$status" 2 "a bucket is no input"
refused AWS_SESSION_TOKEN=token '400 \(Invalid' "a session token reaches the server"

cat >policy <<'JSON'
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
 "Resource": "arn:aws:s3:::crawl-data/*"}]}
JSON
ok "everybody may read" s3 PUT '/crawl-data?policy=' policy
(
    unset AWS_ACCESS_KEY_ID
    "$WARCSIFT" -q -o anonymous s3://crawl-data/a.warc.gz
)
same anonymous/a.jsonl.gz local/a.jsonl.gz "anonymous, without credentials"
setting=AWS_SECRET_ACCESS_KEY=wrong
fetch --no-sign-request s3://crawl-data/a.warc.gz
same out.d/a.jsonl.gz local/a.jsonl.gz "anonymous, whatever the credentials"

printf '[default]\naws_access_key_id = no\naws_secret_access_key = no\n[crawler]\naws_access_key_id = %s\naws_secret_access_key = %s\n' \
    "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" >credentials
printf '[profile crawler]\nregion = us-east-1\nendpoint_url = %s\n' "$url" >config
(
    unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_REGION AWS_ENDPOINT_URL
    AWS_SHARED_CREDENTIALS_FILE=$tmp/credentials AWS_CONFIG_FILE=$tmp/config AWS_PROFILE=crawler
    export AWS_SHARED_CREDENTIALS_FILE AWS_CONFIG_FILE AWS_PROFILE
    "$WARCSIFT" -q -o profile s3://crawl-data/a.warc.gz
)
same profile/a.jsonl.gz local/a.jsonl.gz "key, region and endpoint of a profile"
setting=AWS_PROFILE=missing
fetch s3://crawl-data/a.warc.gz
is "$status" 1 "a profile that is not there"
like err 'AWS_PROFILE=missing: there is no such profile$' "told"
done_testing
