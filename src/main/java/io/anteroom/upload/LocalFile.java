package io.anteroom.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that is received into a directory of this machine. Used by one thread at a time. */
public final class LocalFile implements IncomingFile {

  private final Path path;
  private final FileChannel channel;
  private final long max;
  private long size;

  private LocalFile(Path path, FileChannel channel, long max) {
    this.path = path;
    this.channel = channel;
    this.max = max;
  }

  /**
   * A new file in this directory, which is made where it is not there.
   *
   * @param max how large it may be, in bytes
   */
  public static LocalFile create(Path directory, long max) throws IOException {
    Files.createDirectories(directory);
    Path path = Files.createTempFile(directory, "form", "upload");
    return new LocalFile(path, FileChannel.open(path, StandardOpenOption.WRITE), max);
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public void write(ByteBuffer content) throws IOException {
    size += content.remaining();
    if (size > max) {
      throw new FileTooLargeException(max);
    }
    while (content.hasRemaining()) {
      channel.write(content);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public void discard() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
  }
}
