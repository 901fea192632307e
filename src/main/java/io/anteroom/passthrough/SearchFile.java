package io.anteroom.passthrough;

/**
 * A file to search by.
 *
 * @param path where it is on disk
 * @param size in bytes
 * @param name the file name to send, as the client gave it
 * @param contentType its media type
 */
public record SearchFile(String path, long size, String name, String contentType) {}
