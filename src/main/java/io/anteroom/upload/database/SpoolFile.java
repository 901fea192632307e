package io.anteroom.upload.database;

import java.util.UUID;

/**
 * A file of the spool that was received whole.
 *
 * @param content its bytes, which several names may share
 * @param partition where they are
 * @param size in bytes
 * @param sha256 in hex
 */
record SpoolFile(UUID content, short partition, long size, String sha256) {}
