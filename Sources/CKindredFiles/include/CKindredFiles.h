#pragma once

/// Exchanges two files or folders of one file system in one step.
/// Returns 0, or -1 with errno: ENOSYS or EINVAL where the system or the file system cannot.
int kindred_exchange(const char *_Nonnull one, const char *_Nonnull other);
