package io.anteroom.client.request;

import java.io.FileNotFoundException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A file that can be read several times, since a request may be repeated. It must have the same
 * bytes each time. Immutable, and as thread-safe as what it reads.
 */
public final class FileSource {

  private static final String ANY_TYPE = "application/octet-stream";

  /** Opens the bytes. */
  @FunctionalInterface
  private interface Opening {
    BodyPublisher open() throws FileNotFoundException;
  }

  private final String name;
  private final String type;
  private final Opening bytes;

  private FileSource(String name, String type, Opening bytes) {
    this.name = Objects.requireNonNull(name, "name");
    this.type = Objects.requireNonNull(type, "type");
    this.bytes = bytes;
  }

  /** A file on disk, under its own name. */
  public static FileSource of(Path file) {
    Path name = file.getFileName();
    return new FileSource(
        name == null ? "file" : name.toString(), ANY_TYPE, () -> BodyPublishers.ofFile(file));
  }

  /**
   * A file from somewhere else. It is read on a thread of the client's executor.
   *
   * @param name of at most 1,000 characters
   * @param open opens a new stream from the first byte. The client closes it
   */
  public static FileSource of(String name, Supplier<? extends InputStream> open) {
    return new FileSource(
        name, ANY_TYPE, () -> BodyPublishers.ofInputStream(() -> new StrictStream(open.get())));
  }

  /**
   * The same with a media type.
   *
   * @param mediaType such as {@code image/png}; without this, {@code application/octet-stream}
   * @throws IllegalArgumentException if it has other than printable ASCII characters
   */
  public FileSource type(String mediaType) {
    if (!mediaType.matches("[ -~]+")) {
      throw new IllegalArgumentException("A media type must be printable ASCII.");
    }
    return new FileSource(name, mediaType, bytes);
  }

  /** The name that the upstream sees. */
  public String name() {
    return name;
  }

  /** The media type. */
  public String type() {
    return type;
  }

  /**
   * The bytes, from the first one.
   *
   * @throws FileNotFoundException if the file is not there, or cannot be read
   */
  public BodyPublisher publisher() throws FileNotFoundException {
    return bytes.open();
  }
}
