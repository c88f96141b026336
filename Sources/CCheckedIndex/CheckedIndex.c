#include "CCheckedIndex.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static const unsigned char blank[HONE_CHECKED_INDEX_SIZE];

const unsigned char hone_settled_index[HONE_CHECKED_INDEX_SIZE] = "tree made, checked\n";

/// Reads as many bytes as a note has, `offset` bytes from the place that `from` names.
/// - Returns: 0; -1, with `errno` set, when there are fewer.
static int read_part(const char *path, int from, unsigned char bytes[HONE_CHECKED_INDEX_SIZE]) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t count = -1;
  off_t offset = from == SEEK_END ? -(off_t)HONE_CHECKED_INDEX_SIZE : 0;
  if (lseek(file, offset, from) >= 0) {
    do count = read(file, bytes, HONE_CHECKED_INDEX_SIZE);
    while (count < 0 && errno == EINTR);
  }
  close(file);
  if (count == HONE_CHECKED_INDEX_SIZE) return 0;
  errno = EIO;
  return -1;
}

int hone_index_checksum(const char *index, unsigned char checksum[HONE_CHECKED_INDEX_SIZE]) {
  if (read_part(index, SEEK_END, checksum) != 0) return -1;
  return memcmp(checksum, blank, sizeof blank) == 0 ? -1 : 0;
}

enum HoneCheckedIndex hone_checked_index_compare(const char *note, const char *index) {
  unsigned char noted[HONE_CHECKED_INDEX_SIZE], checksum[HONE_CHECKED_INDEX_SIZE];
  if (read_part(note, SEEK_SET, noted) != 0)
    return errno == ENOENT || errno == ENOTDIR ? HONE_CHECKED_INDEX_ABSENT : HONE_CHECKED_INDEX_OTHER;
  if (memcmp(noted, blank, sizeof blank) == 0) return HONE_CHECKED_INDEX_ABSENT;
  if (memcmp(noted, hone_settled_index, sizeof noted) == 0) return HONE_CHECKED_INDEX_SAME;
  if (hone_index_checksum(index, checksum) != 0 || memcmp(noted, checksum, sizeof checksum) != 0)
    return HONE_CHECKED_INDEX_OTHER;
  return HONE_CHECKED_INDEX_SAME;
}

int hone_checked_index_write(const char *note, const unsigned char bytes[HONE_CHECKED_INDEX_SIZE]) {
  int file = open(note, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  if (file < 0) return -1;
  ssize_t count;
  do count = write(file, bytes, HONE_CHECKED_INDEX_SIZE);
  while (count < 0 && errno == EINTR);
  close(file);
  return count == HONE_CHECKED_INDEX_SIZE ? 0 : -1;
}
