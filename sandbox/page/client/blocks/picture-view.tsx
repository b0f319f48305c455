/** A picture, or its description where it cannot be shown: the page loads nothing from elsewhere by itself. */

interface Picture {
  readonly image_url?: string | undefined;
  readonly alt_text: string;
}

export function PictureView({ image }: { image: Picture }) {
  const url = image.image_url ?? '';
  if (/^(data:image\/|http:\/\/(127\.0\.0\.1|localhost)[:/])/.test(url))
    return <img src={url} alt={image.alt_text} />;
  return <span class="picture-words">Picture: {image.alt_text}</span>;
}
