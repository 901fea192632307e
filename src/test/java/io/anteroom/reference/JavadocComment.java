package io.anteroom.reference;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.TextTree;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a Javadoc comment says, without its block tags, in Markdown on one line.
 *
 * @param place where what it describes begins in its file; orders the members of a class
 */
record JavadocComment(String text, long place) {

  static JavadocComment of(DocCommentTree comment, long place) {
    return new JavadocComment(markdown(comment.getFullBody()), place);
  }

  private static String markdown(List<? extends DocTree> trees) {
    return trees.stream()
        .map(JavadocComment::markdown)
        .collect(Collectors.joining())
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static String markdown(DocTree tree) {
    if (tree instanceof TextTree text) {
      return text.getBody();
    }
    if (tree instanceof LiteralTree literal) {
      return code(literal.getBody().getBody());
    }
    if (tree instanceof LinkTree link) {
      return link.getLabel().isEmpty()
          ? code(link.getReference().getSignature().replace('#', '.'))
          : markdown(link.getLabel());
    }
    if (tree instanceof EntityTree entity) {
      return entity.toString();
    }
    throw new IllegalArgumentException("No Markdown is known for " + tree.getKind() + ": " + tree);
  }

  private static String code(String text) {
    return "`" + text.strip() + "`";
  }
}
