package io.anteroom.passthrough;

/**
 * A file to search by.
 *
 * @param size in bytes
 * @param name the file name to send, as the client gave it
 */
public record SearchFile(String path, long size, String name, String contentType) {}
