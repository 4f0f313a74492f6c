/* What a static program must not call: the C library's own versions of these load shared objects of the
 * system that the program happens to run on (plug-ins of libcrypto, name services), which only works when
 * that system has the very C library it was linked with. libcrypto alone refers to them, and warcsift never
 * asks it to. Linked into FLAVOR=static only, with --wrap. */
#include <netdb.h>
#include <stddef.h>

void *__wrap_dlopen(const char *file, int mode);
int __wrap_getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                       struct addrinfo **found);
void __wrap_freeaddrinfo(struct addrinfo *found);
struct hostent *__wrap_gethostbyname(const char *name);

void *__wrap_dlopen(const char *file, int mode)
{
    (void)file;
    (void)mode;
    return NULL;
}

int __wrap_getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                       struct addrinfo **found)
{
    (void)node;
    (void)service;
    (void)hints;
    *found = NULL;
    return EAI_FAIL;
}

void __wrap_freeaddrinfo(struct addrinfo *found)
{
    (void)found;
}

struct hostent *__wrap_gethostbyname(const char *name)
{
    (void)name;
    return NULL;
}
