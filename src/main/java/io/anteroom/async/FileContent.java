package io.anteroom.async;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.file.OpenOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.file.AsyncFile;

/** Reads files of the disk as streams. Stateless. */
public final class FileContent {

  /** What is read at once, in bytes. */
  private static final int CHUNK = 64 * 1024;

  private FileContent() {}

  /** The content of a file, read as it is asked for; opened when it is subscribed to. */
  public static Multi<Buffer> of(Vertx vertx, String path) {
    return Uni.createFrom()
        .deferred(
            () -> vertx.fileSystem().open(path, new OpenOptions().setWrite(false).setCreate(false)))
        .onItem()
        .transformToMulti(
            open ->
                open.setReadBufferSize(CHUNK).toMulti().onTermination().call(() -> close(open)));
  }

  private static Uni<Void> close(AsyncFile file) {
    return file.close().onFailure().recoverWithNull();
  }
}
