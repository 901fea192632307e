package io.anteroom.sandbox.upstream.content;

import java.nio.file.Path;

/**
 * Bytes on disk, and what their sender said of them.
 *
 * @param path where they are
 * @param size how many
 * @param declaredType content type without parameters; null: none was given
 * @param name file name; null: none was given
 */
public record StoredFile(Path path, long size, String declaredType, String name) {}
