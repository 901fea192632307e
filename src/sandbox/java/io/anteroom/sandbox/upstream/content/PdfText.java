package io.anteroom.sandbox.upstream.content;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;

/** The text of a PDF, page by page until there is enough. */
final class PdfText {
  private PdfText() {}

  static void read(Path file, TextSink sink) throws UnreadableContentException {
    try (PDDocument document = Loader.loadPDF(file.toFile())) {
      for (int page = 1; page <= document.getNumberOfPages() && !sink.isFull(); page++) {
        PDFTextStripper stripper = new PDFTextStripper();
        stripper.setStartPage(page);
        stripper.setEndPage(page);
        sink.addLine(stripper.getText(document).strip());
      }
    } catch (InvalidPasswordException e) {
      throw new UnreadableContentException("the PDF is encrypted", e);
    } catch (IOException | RuntimeException e) {
      // PDFBox meets corrupt files with either.
      throw new UnreadableContentException("the PDF is corrupt: " + e.getMessage(), e);
    }
  }
}
