package io.anteroom.sandbox.upstream.content;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.FileSystem;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.streams.ReadStream;
import java.nio.file.Path;

/**
 * Streams bytes to a file up to a bound, waiting for the disk where it is slower than the sender. A
 * file that did not become whole is deleted, and the rest of its stream thrown away.
 */
public final class FileSink {
  private final FileSystem files;
  private final Path path;
  private final long maxBytes;
  private final Promise<Long> whole = Promise.promise();
  private long size;

  private FileSink(FileSystem files, Path path, long maxBytes) {
    this.files = files;
    this.path = path;
    this.maxBytes = maxBytes;
  }

  /**
   * Writes the stream; answers its size in bytes, or fails with {@link ContentTooLargeException}.
   */
  public static Future<Long> write(
      FileSystem files, ReadStream<Buffer> source, Path path, long maxBytes) {
    FileSink sink = new FileSink(files, path, maxBytes);
    source.pause();
    return files
        .open(path.toString(), new OpenOptions().setTruncateExisting(true))
        .compose(file -> sink.pump(source, file));
  }

  private Future<Long> pump(ReadStream<Buffer> source, AsyncFile file) {
    source.handler(bytes -> take(source, file, bytes));
    source.endHandler(end -> whole.tryComplete(size));
    source.exceptionHandler(whole::tryFail);
    file.exceptionHandler(whole::tryFail);
    source.resume();
    return whole.future().eventually(() -> file.close()).recover(this::delete);
  }

  private void take(ReadStream<Buffer> source, AsyncFile file, Buffer bytes) {
    size += bytes.length();
    if (size > maxBytes) {
      // What is still to come falls on the floor; the sender may yet finish and read the answer.
      source.handler(tooMuch -> {});
      whole.tryFail(new ContentTooLargeException(maxBytes));
      return;
    }
    file.write(bytes);
    if (file.writeQueueFull()) {
      source.pause();
      file.drainHandler(drained -> source.resume());
    }
  }

  private Future<Long> delete(Throwable cause) {
    return files.delete(path.toString()).transform(done -> Future.failedFuture(cause));
  }
}
