/* A layer under a program's own calls, loaded with LD_PRELOAD: the call of a chosen number that touches a folder fails,
 * or a signal reaches the program there. Numbers count calls of the chosen sorts below STET_TRIAL_ROOT:
 *
 *   o  open to read, list     r  read                  c  open to write or create
 *   w  write, truncate, sync  n  rename, link, mkdir   u  unlink, rmdir          l  lock
 *
 * It reads its orders when it is loaded and takes them out of the environment: children of the program are left alone.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static char root[PATH_MAX], sorts[16];
static long at, error_number, signal_number, always, log_descriptor = -1;
static atomic_long count;

static long number(const char *name) {
    const char *value = getenv(name);
    return value ? atol(value) : 0;
}

__attribute__((constructor)) static void orders(void) {
    const char *where = getenv("STET_TRIAL_ROOT"), *which = getenv("STET_TRIAL_SORTS"), *log = getenv("STET_TRIAL_LOG");
    if (where && which) {
        snprintf(root, sizeof root, "%s", where);
        snprintf(sorts, sizeof sorts, "%s", which);
        at = number("STET_TRIAL_AT");
        error_number = number("STET_TRIAL_ERROR");
        signal_number = number("STET_TRIAL_SIGNAL");
        always = number("STET_TRIAL_ALWAYS");
        if (log)
            log_descriptor = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (log_descriptor >= 0 && log_descriptor < 100) { /* out of the way: programs close what is low */
            long high = syscall(SYS_fcntl, log_descriptor, F_DUPFD_CLOEXEC, 200);
            syscall(SYS_close, log_descriptor);
            log_descriptor = high;
        }
    }
    for (const char *const *name = (const char *const[]){"STET_TRIAL_ROOT", "STET_TRIAL_SORTS", "STET_TRIAL_LOG",
             "STET_TRIAL_AT", "STET_TRIAL_ERROR", "STET_TRIAL_SIGNAL", "STET_TRIAL_ALWAYS", "LD_PRELOAD", NULL}; *name;
         name++)
        unsetenv(*name);
}

static int below(int folder, const char *path, char *whole) {
    if (path && path[0] == '/') {
        snprintf(whole, PATH_MAX, "%s", path);
    } else {
        char link[64], base[PATH_MAX];
        if (folder == AT_FDCWD)
            snprintf(link, sizeof link, "/proc/self/cwd");
        else
            snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        long length = syscall(SYS_readlinkat, AT_FDCWD, link, base, sizeof base - 1);
        if (length < 0)
            return 0;
        base[length] = 0;
        snprintf(whole, PATH_MAX, "%.2000s%s%.2000s", base, path ? "/" : "", path ? path : "");
    }
    size_t length = strlen(root);
    return length && !strncmp(whole, root, length) && (whole[length] == '/' || !whole[length]);
}

/* True where the call is to fail; a signal is sent before the call. */
static int hit(char sort, const char *name, int folder, const char *path) {
    char whole[PATH_MAX], line[PATH_MAX + 64];
    int before = errno, fails = 0;
    if (root[0] && strchr(sorts, sort) && below(folder, path, whole)) {
        long mine = atomic_fetch_add(&count, 1) + 1;
        if (log_descriptor >= 0 && (!at || mine == at)) {
            int length = snprintf(line, sizeof line, "%ld %c %s %s\n", mine, sort, name, whole[strlen(root)] ? whole + strlen(root) : "/");
            syscall(SYS_write, log_descriptor, line, (size_t)length);
        }
        if (mine == at && signal_number)
            syscall(SYS_kill, getpid(), (int)signal_number);
        fails = error_number && (mine == at || (always && mine > at && at));
    }
    errno = fails ? (int)error_number : before;
    return fails;
}

static int opening(int flags) {
    return (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) ? 'c' : 'o';
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define MODE                                                                                                           \
    mode_t mode = 0;                                                                                                   \
    if (flags & (O_CREAT | __O_TMPFILE)) {                                                                             \
        va_list rest;                                                                                                  \
        va_start(rest, flags);                                                                                         \
        mode = va_arg(rest, mode_t);                                                                                   \
        va_end(rest);                                                                                                  \
    }
#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...) {                                                                       \
        MODE return hit(opening(flags), #name, AT_FDCWD, path) ? -1 : REAL(name)(path, flags, mode);                   \
    }
#define OPENAT(name)                                                                                                   \
    int name(int folder, const char *path, int flags, ...) {                                                           \
        MODE return hit(opening(flags), #name, folder, path) ? -1 : REAL(name)(folder, path, flags, mode);             \
    }
OPEN(open) OPEN(open64) OPENAT(openat) OPENAT(openat64)

#define CALL(sort, result, name, folder, path, given, passed)                                                          \
    result name given { return hit(sort, #name, folder, path) ? (result)-1 : REAL(name) passed; }

CALL('r', ssize_t, read, f, NULL, (int f, void *data, size_t size), (f, data, size))
CALL('r', ssize_t, pread, f, NULL, (int f, void *data, size_t size, off_t where), (f, data, size, where))
CALL('r', ssize_t, pread64, f, NULL, (int f, void *data, size_t size, off64_t where), (f, data, size, where))
CALL('w', ssize_t, pwrite, f, NULL, (int f, const void *data, size_t size, off_t where), (f, data, size, where))
CALL('w', ssize_t, pwrite64, f, NULL, (int f, const void *data, size_t size, off64_t where), (f, data, size, where))
CALL('w', int, ftruncate, f, NULL, (int f, off_t size), (f, size))
CALL('w', int, ftruncate64, f, NULL, (int f, off64_t size), (f, size))
CALL('w', int, fsync, f, NULL, (int f), (f))
CALL('w', int, fdatasync, f, NULL, (int f), (f))
CALL('n', int, rename, AT_FDCWD, to, (const char *from, const char *to), (from, to))
CALL('n', int, renameat, g, to, (int f, const char *from, int g, const char *to), (f, from, g, to))
CALL('n', int, renameat2, g, to, (int f, const char *from, int g, const char *to, unsigned how), (f, from, g, to, how))
CALL('n', int, link, AT_FDCWD, to, (const char *from, const char *to), (from, to))
CALL('n', int, linkat, g, to, (int f, const char *from, int g, const char *to, int how), (f, from, g, to, how))
CALL('n', int, mkdir, AT_FDCWD, path, (const char *path, mode_t mode), (path, mode))
CALL('n', int, mkdirat, f, path, (int f, const char *path, mode_t mode), (f, path, mode))
CALL('u', int, unlink, AT_FDCWD, path, (const char *path), (path))
CALL('u', int, unlinkat, f, path, (int f, const char *path, int how), (f, path, how))
CALL('u', int, rmdir, AT_FDCWD, path, (const char *path), (path))
CALL('l', int, flock, f, NULL, (int f, int how), (f, how))

/* A disk that fails in the middle of writing has often written a part. */
ssize_t write(int f, const void *data, size_t size) {
    if (!hit('w', "write", f, NULL))
        return REAL(write)(f, data, size);
    int why = errno;
    REAL(write)(f, data, size / 2);
    errno = why;
    return -1;
}

DIR *opendir(const char *path) {
    return hit('o', "opendir", AT_FDCWD, path) ? NULL : REAL(opendir)(path);
}

DIR *fdopendir(int f) {
    return hit('o', "fdopendir", f, NULL) ? NULL : REAL(fdopendir)(f);
}
