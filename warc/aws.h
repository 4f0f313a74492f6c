/* aws.h - who is asking for s3:// files, and where: out of the environment and the files of the AWS
 * command line.
 * Threads: none of its own; it reads the environment. */
#ifndef WARCSIFT_AWS_H
#define WARCSIFT_AWS_H

#include "warcsift/base.h"

struct ws_aws {
    char *key, *secret; /* NULL: anonymous */
    char *token;        /* of a session, or NULL */
    char *region;
    char *endpoint; /* NULL: Amazon's */
};

/* Credentials: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, else the profile AWS_PROFILE
 * (or "default") of AWS_SHARED_CREDENTIALS_FILE (~/.aws/credentials), else of AWS_CONFIG_FILE (~/.aws/config).
 * Region: AWS_REGION, AWS_DEFAULT_REGION, the profile in the config file, us-east-1.
 * Endpoint: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, endpoint_url of the profile.
 * anonymous: without any credentials. false: msg says why; a needs ws_aws_release() either way. */
WS_MUST_USE bool ws_aws_load(struct ws_aws *a, bool anonymous, char *msg, size_t n_msg);
void ws_aws_release(struct ws_aws *a);

#endif
