#!/usr/bin/env python3
"""s3.py ENDPOINT METHOD PATH[?QUERY] [FILE] - one signed request to an S3 server, for tests: the body of the answer
goes to the standard output, exit status 1 when it is an error. PATH is raw, names and values of the QUERY too.
Key and secret: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY; region us-east-1.
https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html"""
import hashlib
import hmac
import os
import sys
import time
import urllib.error
import urllib.request
from urllib.parse import quote, urlsplit

endpoint, method, target = sys.argv[1:4]
body = open(sys.argv[4], "rb").read() if len(sys.argv) > 4 else b""
path, _, query = target.partition("?")
path = quote(path, safe="/~")
pairs = sorted(pair.partition("=")[::2] for pair in query.split("&")) if query else []
query = "&".join("%s=%s" % (quote(name, safe="~"), quote(value, safe="~")) for name, value in pairs)
now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
scope = now[:8] + "/us-east-1/s3/aws4_request"
digest = hashlib.sha256(body).hexdigest()
headers = {"host": urlsplit(endpoint).netloc, "x-amz-content-sha256": digest, "x-amz-date": now}
names = ";".join(sorted(headers))
request = "\n".join([method, path, query, *("%s:%s" % h for h in sorted(headers.items())), "", names, digest])
text = "\n".join(["AWS4-HMAC-SHA256", now, scope, hashlib.sha256(request.encode()).hexdigest()])
key = ("AWS4" + os.environ["AWS_SECRET_ACCESS_KEY"]).encode()
for part in scope.split("/"):
    key = hmac.new(key, part.encode(), hashlib.sha256).digest()
headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s" % (
    os.environ["AWS_ACCESS_KEY_ID"], scope, names, hmac.new(key, text.encode(), hashlib.sha256).hexdigest())
del headers["host"]
url = endpoint.rstrip("/") + path + ("?" + query if query else "")
try:
    with urllib.request.urlopen(urllib.request.Request(url, body or None, headers, method=method)) as answer:
        sys.stdout.buffer.write(answer.read())
except urllib.error.HTTPError as error:
    print(error, error.read().decode("utf-8", "replace"), file=sys.stderr)
    sys.exit(1)
