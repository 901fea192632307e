package io.anteroom.sandbox.upstream.content;

import io.anteroom.sandbox.upstream.settings.Modality;

/** The kinds of file that can be read. */
public enum FileKind {
  PLAIN_TEXT(Modality.TEXT),
  HTML(Modality.TEXT),
  JSON(Modality.TEXT),
  PDF(Modality.TEXT),
  IMAGE(Modality.IMAGE),
  VIDEO(Modality.VIDEO);

  private final Modality modality;

  FileKind(Modality modality) {
    this.modality = modality;
  }

  /** What the API calls such a file. */
  public Modality modality() {
    return modality;
  }
}
