#include "warc/aws.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a profile may say. */
struct profile {
    char *key, *secret, *token, *region, *endpoint;
    bool found;
};

static void profile_release(struct profile *p)
{
    free(p->key);
    free(p->secret);
    free(p->token);
    free(p->region);
    free(p->endpoint);
}

/* --- the files: [section], then name = value ------------------------------------------ */

/* Without blanks at both ends; s is changed. */
static char *trim(char *s)
{
    s += strspn(s, " \t\r\n");
    size_t n = strlen(s);
    while (n && strchr(" \t\r\n", s[n - 1]))
        s[--n] = '\0';
    return s;
}

/* The name in "[NAME]", or in "[profile NAME]" of the config file; NULL: no section. */
static char *section_name(char *line)
{
    size_t n = strlen(line);
    if (n < 2 || line[0] != '[' || line[n - 1] != ']')
        return NULL;
    line[n - 1] = '\0';
    char *name = trim(line + 1);
    if (strncmp(name, "profile", 7) == 0 && (name[7] == ' ' || name[7] == '\t'))
        name = trim(name + 7);
    return name;
}

/* The first one counts. false: no memory. */
static bool set(char **to, const char *value)
{
    if (!*to && *value)
        *to = strdup(value);
    return *to || !*value;
}

static bool take_setting(struct profile *p, char *line)
{
    char *equals = strchr(line, '=');
    if (!equals)
        return true;
    *equals = '\0';
    const char *name = trim(line), *value = trim(equals + 1);
    char **to = strcmp(name, "aws_access_key_id") == 0       ? &p->key
                : strcmp(name, "aws_secret_access_key") == 0 ? &p->secret
                : strcmp(name, "aws_session_token") == 0     ? &p->token
                : strcmp(name, "region") == 0                ? &p->region
                : strcmp(name, "endpoint_url") == 0          ? &p->endpoint
                                                             : NULL;
    return !to || set(to, value);
}

/* Adds what a file says of a profile; a file that is not there says nothing. false: no memory.
 */
static bool read_profile(const char *file, const char *name, struct profile *p)
{
    FILE *f = fopen(file, "r");
    char *line = NULL;
    size_t cap = 0;
    bool inside = false, ok = true;
    while (f && ok && getline(&line, &cap, f) >= 0) {
        /* What is indented belongs to a setting before it (nested, s3 = ...). */
        bool nested = *line == ' ' || *line == '\t';
        char *text = trim(line), *section = section_name(text);
        if (section) {
            inside = strcmp(section, name) == 0;
            p->found = p->found || inside;
        } else if (inside && !nested && *text != '#' && *text != ';') {
            ok = take_setting(p, text);
        }
    }
    free(line);
    if (f)
        fclose(f);
    return ok;
}

/* --- all of it ------------------------------------------------------------------------ */

/* NULL: not set, or empty. */
static const char *environment(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

static bool read_file_of(const char *variable, const char *in_home, const char *name,
                         struct profile *p)
{
    char path[4096];
    const char *home = environment("HOME"), *file = environment(variable);
    if (!file && !home)
        return true;
    if (!file && snprintf(path, sizeof path, "%s/%s", home, in_home) >= (int)sizeof path)
        return true;
    return read_profile(file ? file : path, name, p);
}

static bool copy(char **to, const char *a, const char *b)
{
    const char *value = a ? a : b;
    return !value || (*to = strdup(value)) != NULL;
}

static bool decide(struct ws_aws *a, bool anonymous, const struct profile *p)
{
    const char *key = environment("AWS_ACCESS_KEY_ID"),
               *secret = environment("AWS_SECRET_ACCESS_KEY"),
               *token = environment("AWS_SESSION_TOKEN");
    if (!key || !secret) {
        key = p->key;
        secret = p->secret;
        token = p->token;
    }
    const char *region = environment("AWS_REGION");
    if (!region)
        region = environment("AWS_DEFAULT_REGION");
    const char *endpoint = environment("AWS_ENDPOINT_URL_S3");
    if (!endpoint)
        endpoint = environment("AWS_ENDPOINT_URL");
    if (key && secret && !anonymous &&
        !(copy(&a->key, key, NULL) && copy(&a->secret, secret, NULL) &&
          copy(&a->token, token, NULL)))
        return false;
    return copy(&a->region, region, p->region ? p->region : "us-east-1") &&
           copy(&a->endpoint, endpoint, p->endpoint);
}

bool ws_aws_load(struct ws_aws *a, bool anonymous, char *msg, size_t n_msg)
{
    struct profile p = {0};
    const char *named = environment("AWS_PROFILE"), *name = named ? named : "default";
    *a = (struct ws_aws){0};
    bool ok = read_file_of("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials", name, &p) &&
              read_file_of("AWS_CONFIG_FILE", ".aws/config", name, &p);
    if (ok && named && !p.found && !anonymous) {
        snprintf(msg, n_msg, "AWS_PROFILE=%.60s: there is no such profile", named);
        profile_release(&p);
        return false;
    }
    ok = ok && decide(a, anonymous, &p);
    profile_release(&p);
    if (!ok)
        snprintf(msg, n_msg, "out of memory");
    return ok;
}

void ws_aws_release(struct ws_aws *a)
{
    free(a->key);
    free(a->secret);
    free(a->token);
    free(a->region);
    free(a->endpoint);
    *a = (struct ws_aws){0};
}
