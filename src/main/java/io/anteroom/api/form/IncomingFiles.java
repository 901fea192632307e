package io.anteroom.api.form;

import io.anteroom.upload.IncomingFile;
import java.io.IOException;

/** Where the files of a form go while it comes in. */
@FunctionalInterface
interface IncomingFiles {

  /** Begins the next file. May block. */
  IncomingFile open() throws IOException;
}
