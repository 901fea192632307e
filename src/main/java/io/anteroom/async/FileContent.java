package io.anteroom.async;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.mutiny.core.Vertx;
import org.jboss.logging.Logger;

/**
 * Reads a file of the disk as a stream, one part at a time, and closes it whenever the reader goes:
 * after the open or the read that is under way then. The stream of Vert.x leaves a file open that
 * is opened at that moment, and reports the read that it breaks off as a failure. Thread-safe.
 */
public final class FileContent {

  private static final Logger LOG = Logger.getLogger(FileContent.class);

  /** What is read at once, in bytes. */
  private static final int PART = 64 * 1024;

  private final Future<AsyncFile> file;
  private Future<?> lastRead;
  private long position;
  private boolean isClosed;

  private FileContent(Future<AsyncFile> file) {
    this.file = file;
    this.lastRead = file;
  }

  /** The content of a file, read as it is asked for; opened when it is subscribed to. */
  public static Multi<io.vertx.mutiny.core.buffer.Buffer> of(Vertx vertx, String path) {
    OpenOptions options = new OpenOptions().setWrite(false).setCreate(false);
    return Multi.createFrom()
        .deferred(
            () ->
                new FileContent(vertx.getDelegate().fileSystem().open(path, options))
                    .parts()
                    .map(io.vertx.mutiny.core.buffer.Buffer::newInstance));
  }

  private Multi<Buffer> parts() {
    return Multi.createBy()
        .repeating()
        .uni(this::next)
        .whilst(part -> part.length() == PART) // a shorter one is the last
        .select()
        .where(part -> part.length() > 0)
        .onTermination()
        .call(this::close);
  }

  private synchronized Uni<Buffer> next() {
    if (isClosed) {
      return Uni.createFrom().nothing(); // cancelled at this moment: nobody listens
    }
    long at = position;
    position += PART;
    Future<Buffer> read = file.compose(open -> open.read(Buffer.buffer(PART), 0, at, PART));
    lastRead = read;
    return Uni.createFrom().completionStage(read.toCompletionStage());
  }

  private synchronized Uni<Void> close() {
    isClosed = true;
    Future<Void> closed =
        lastRead.transform(
            read -> file.succeeded() ? file.result().close() : Future.succeededFuture());
    return Uni.createFrom()
        .completionStage(closed.toCompletionStage())
        .onFailure()
        .invoke(failure -> LOG.warnf("a file could not be closed: %s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }
}
