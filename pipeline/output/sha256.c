#include "pipeline/output/sha256.h"

#include <stdio.h>
#include <stdlib.h>

#include <openssl/evp.h>

struct ws_sha256 {
    EVP_MD_CTX *sum, *copy; /* copy: to finish, while sum goes on */
    bool ok;
};

struct ws_sha256 *ws_sha256_new(void)
{
    struct ws_sha256 *h = calloc(1, sizeof *h);
    if (!h)
        return NULL;
    h->sum = EVP_MD_CTX_new();
    h->copy = EVP_MD_CTX_new();
    if (h->sum && h->copy) {
        ws_sha256_reset(h);
        return h;
    }
    ws_sha256_free(h);
    return NULL;
}

void ws_sha256_free(struct ws_sha256 *h)
{
    if (!h)
        return;
    EVP_MD_CTX_free(h->sum);
    EVP_MD_CTX_free(h->copy);
    free(h);
}

void ws_sha256_reset(struct ws_sha256 *h)
{
    h->ok = EVP_DigestInit_ex(h->sum, EVP_sha256(), NULL) == 1;
}

void ws_sha256_add(struct ws_sha256 *h, const void *p, size_t n)
{
    h->ok = h->ok && EVP_DigestUpdate(h->sum, p, n) == 1;
}

bool ws_sha256_hex(const struct ws_sha256 *h, char hex[WS_SHA256_HEX])
{
    uint8_t bytes[EVP_MAX_MD_SIZE];
    hex[0] = '\0';
    if (!h->ok || EVP_MD_CTX_copy_ex(h->copy, h->sum) != 1 ||
        EVP_DigestFinal_ex(h->copy, bytes, NULL) != 1)
        return false;
    for (size_t i = 0; i < WS_SHA256_HEX / 2; i++)
        snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
    return true;
}
