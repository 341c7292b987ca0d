/// What people write, as HTML that can do no harm: Markdown of ours, HTML of strangers, and what others will show.
@NullMarked
package dev.hob.node.text;

import org.jspecify.annotations.NullMarked;
