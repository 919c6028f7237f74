use crate::document::Document;
pub(crate) fn attribute(_d:&mut Document){}
